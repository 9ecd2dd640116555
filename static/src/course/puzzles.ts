// The puzzles as wasm/course writes them from lab/puzzles, and what the browser remembers of them.

import type { PuzzleMove, PuzzleSide } from "../address/puzzle-link.ts";
import { siteFile } from "../base/site.ts";
import type { AllowanceView } from "../engine/protocol.ts";
import { theStorage } from "./the-storage.ts";

export interface Puzzles {
  version: 2;
  puzzles: readonly Puzzle[];
  /** pace is how much time passes after each move where nothing happens by itself; patience is how long a run that is
   * played again goes on after the last. Both are in microseconds. */
  pace: number;
  patience: number;
}

/** Puzzle has plain texts. */
export interface Puzzle {
  id: string;
  title: string;
  subjects: readonly string[];
  sections: string;
  /** lesson is the id of the one that teaches it. */
  lesson: string;
  goal: string;
  /** On the open side the goal can be reached, on the closed one it must be impossible. */
  open: Side;
  closed: Side;
  hints: readonly string[];
  /** won is what happens in the shortest solution, never why the closed side has none. */
  won: string;
  never: string;
  /** ask is a command that judges, "" if the goal shows by itself. */
  ask: string;
  solution: readonly PuzzleMove[];
  /** moves is how many the solution has; those that only judge do not count. */
  moves: number;
  /** searched is how many events the longest schedules of a search had that found nothing shorter, and on the closed
   * side nothing at all; 0 where no search was possible. */
  searched: number;
  /** manual is true where nothing happens by itself, begins where there is a beginning to be played first. */
  manual: boolean;
  begins: boolean;
  /** budget is the whole budget of the open side. */
  budget: readonly AllowanceView[];
}

/** Side is one of a puzzle's two sides, with its scenario. */
interface Side {
  name: string;
  text: string;
}

let loading: Promise<Puzzles> | null = null;

/** loadPuzzles fetches them once; a failure may be tried again. */
export function loadPuzzles(): Promise<Puzzles> {
  loading ??= fetchPuzzles().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function fetchPuzzles(): Promise<Puzzles> {
  const response = await fetch(siteFile("puzzles.json"));
  if (!response.ok) throw new Error(`puzzles.json: ${response.status} ${response.statusText}`);
  const puzzles = (await response.json()) as Puzzles;
  if (puzzles.version !== 2) {
    throw new Error(
      `puzzles.json has version ${puzzles.version}, this page reads version 2. Reload.`,
    );
  }
  return puzzles;
}

/** isMove is false of a command that only judges. */
export function isMove({ do: line }: PuzzleMove): boolean {
  return !line.startsWith("expect ");
}

/** Tried is what is remembered of a puzzle. */
export interface Tried {
  /** solved is how many moves the reader's shortest solution had, 0 for none. */
  solved: number;
  /** shown is true once the shortest solution was shown; closed once the other side was tried in vain. */
  shown: boolean;
  closed: boolean;
  tries: number;
  /** hints is how many were read. */
  hints: number;
}

const untried: Tried = { solved: 0, shown: false, closed: false, tries: 0, hints: 0 };

export interface PuzzleProgress {
  of(puzzle: string): Tried;
  /** note remembers what is new. */
  note(puzzle: string, news: Partial<Tried>): void;
}

export async function openPuzzleProgress(): Promise<PuzzleProgress> {
  const storage = await theStorage();
  const key = (puzzle: string): string => `break/${puzzle}`;
  const of = (puzzle: string): Tried => asTried(storage.get(key(puzzle)));
  return {
    of,
    note: (puzzle, news) => storage.set(key(puzzle), { ...of(puzzle), ...news }),
  };
}

/** asTried trusts nothing that it reads: another version of the page may have written it. */
export function asTried(value: unknown): Tried {
  if (typeof value !== "object" || value === null) return untried;
  const { solved, shown, closed, tries, hints } = value as Partial<Tried>;
  const count = (one: unknown): number => (typeof one === "number" && one > 0 ? one : 0);
  return {
    solved: count(solved),
    shown: shown === true,
    closed: closed === true,
    tries: count(tries),
    hints: count(hints),
  };
}

/** solvedWith keeps the shortest of all solutions. */
export function solvedWith(tried: Tried, moves: number): Partial<Tried> {
  return { solved: tried.solved > 0 ? Math.min(tried.solved, moves) : moves };
}

/** otherSide is the other of the two. */
export function otherSide(side: PuzzleSide): PuzzleSide {
  return side === "open" ? "closed" : "open";
}
