// The course as one path: each lesson, the rules to write after it, and the puzzles that it leads to.
import outline from "outline";
import { puzzleLink } from "../../address/puzzle-link.ts";
import { exerciseLink, lessonLink } from "../../address/route.ts";
import type { Memory } from "../../course/memory.ts";

export type Kind = "lesson" | "exercise" | "puzzle";

export interface Step {
  kind: Kind;
  id: string;
  /** letter is the part of the course that the step stands in. */
  letter: string;
  title: string;
  /** number is its place among those of its kind, of so many. */
  number: number;
  of: number;
}

/** PATH has every lesson, exercise and puzzle once. */
export const PATH: readonly Step[] = outline.lessons.flatMap((lesson) => [
  step("lesson", lesson, lesson.letter, outline.lessons),
  ...outline.exercises
    .filter(({ id }) => id === lesson.writes)
    .map((one) => step("exercise", one, lesson.letter, outline.exercises)),
  ...outline.puzzles
    .filter((one) => one.lesson === lesson.id)
    .map((one) => step("puzzle", one, lesson.letter, outline.puzzles)),
]);

type Named = Readonly<{ id: string; title: string }>;

function step(kind: Kind, one: Named, letter: string, all: readonly Named[]): Step {
  const number = all.findIndex(({ id }) => id === one.id) + 1;
  return { kind, id: one.id, letter, title: one.title, number, of: all.length };
}

/** FIGURE_2 is how many exercises are those of Figure 2; they come first. */
const FIGURE_2 = 7;

/** OWN_RAFT are their rules: with all of them a server runs nothing else. */
export const OWN_RAFT: readonly string[] = outline.exercises.slice(0, FIGURE_2).map(({ id }) => id);

export type Progress = "done" | "begun" | "open";

export function progressOf({ kind, id }: Pick<Step, "kind" | "id">, memory: Memory): Progress {
  const { begun, passed, read, opened, solved, tried } = memory;
  const [done, some] = {
    lesson: [read, opened],
    exercise: [passed, begun],
    puzzle: [solved, tried],
  }[kind];
  return done?.includes(id) ? "done" : some?.includes(id) ? "begun" : "open";
}

/** nextStep is where to go on: at the exercise that was open last if it has not passed, or else at the first step that
 * is not done behind the furthest one that is; null when all are done. A puzzle holds nobody up. */
export function nextStep(memory: Memory): Step | null {
  const isOpen = (one: Step): boolean => progressOf(one, memory) !== "done";
  const isWork = (one: Step): boolean => one.kind !== "puzzle" && isOpen(one);
  const last = PATH.find(({ kind, id }) => kind === "exercise" && id === memory.last);
  if (last && isOpen(last)) return last;
  const reached = PATH.findLastIndex((one) => !isOpen(one));
  return PATH.slice(reached + 1).find(isWork) ?? PATH.find(isWork) ?? PATH.find(isOpen) ?? null;
}

export function linkOf({ kind, id }: Pick<Step, "kind" | "id">): string {
  if (kind === "lesson") return lessonLink(id);
  return kind === "exercise" ? exerciseLink(id) : puzzleLink(id);
}
