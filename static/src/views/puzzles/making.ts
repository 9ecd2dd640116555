// The requests of one run of a puzzle.
import type { PuzzleMove } from "../../address/puzzle-link.ts";
import type { Controls } from "../../app/controls.ts";
import { messageOf } from "../../base/errors.ts";
import type { LearnerProgram } from "../../course/learner-program.ts";
import type { Puzzle } from "../../course/puzzles.ts";
import type { FrameAsk } from "../../engine/client.ts";
import type { Frame } from "../../engine/protocol.ts";
import { parseLine } from "../../run/trace-line.ts";

/** EVENTS bounds the events of one request, far above what a puzzle needs. */
const EVENTS = 200_000;

/** Making carries out the requests of one run, and hands each frame to the page. */
export class Making {
  readonly #on: Controls;
  readonly #puzzle: Puzzle;
  readonly #pace: number;
  /** isOld is true once another run has begun. */
  readonly isOld: () => boolean;

  constructor(on: Controls, puzzle: Puzzle, pace: number, isOld: () => boolean) {
    this.#on = on;
    this.#puzzle = puzzle;
    this.#pace = pace;
    this.isOld = isOld;
  }

  /** begin begins the run, of servers that follow the reader's program if there is one. */
  async begin(text: string, program: LearnerProgram | null): Promise<void> {
    const { id, begins } = this.#puzzle;
    const play = { scenario: id, text, seed: "", servers: 0, rules: "", paused: true };
    const own = program && { own: "all", exercises: program.files.map((one) => one.exercise) };
    if (this.isOld()) return;
    if (!(await this.#on.run({ ...play, ...own }, program?.guest ?? null))) throw new Error(id);
    if (begins) await this.#ask({ kind: "finish" });
  }

  /** makeAll makes moves when their times have come, up to one that is refused. It gives how many were made. */
  async makeAll(moves: readonly PuzzleMove[], onRefused: (why: string) => void): Promise<number> {
    for (const [i, move] of moves.entries()) {
      await this.until(move.at);
      try {
        await this.type(move.do);
      } catch (error) {
        if (!this.isOld()) onRefused(messageOf(error));
        return i;
      }
    }
    return moves.length;
  }

  /** type carries out a command, and gives the time at which it was. */
  async type(line: string): Promise<number> {
    const frame = await this.#ask({ kind: "do", line });
    const typed = frame?.lines.map(parseLine).findLast((one) => one?.kind === "do");
    if (this.#puzzle.manual && frame) await this.until(frame.now + this.#pace);
    return typed?.time ?? frame?.now ?? 0;
  }

  async until(time: number): Promise<void> {
    await this.#ask({ kind: "advance", until: time, events: EVENTS });
  }

  async wait(microseconds: number): Promise<void> {
    const frame = await this.#ask({ kind: "advance", until: 0, events: 0 });
    if (frame) await this.until(frame.now + microseconds);
  }

  async #ask(request: FrameAsk): Promise<Frame | null> {
    const client = await this.#on.client();
    if (this.isOld()) return null;
    const frame = await client.request(request);
    if (this.isOld()) return null;
    this.#on.dispatch({ kind: "framed", frame });
    return frame;
  }
}
