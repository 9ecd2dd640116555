// What the page and the workers of a grading say to each other.
import type { End } from "./crash.ts";

export interface GradeRequest {
  firstSeed: number;
  schedules: number;
  /** all plays all schedules, also after enough of them have failed. */
  all: boolean;
  /** onlySchedules leaves out all but the random schedules: for a program of several files. */
  onlySchedules?: boolean;
}

/** PART is how many schedules are played at a time. */
export const PART = 5;

/** Played is a part whose schedules all pass, from the first: a list of grader.Passed as JSON, and what was printed. */
export interface Played {
  kind: "played";
  first: number;
  text: string;
  printed: readonly string[];
}

/** ToGradeWorker: a worker grades, and takes what its helpers have played. Or it is a helper, which plays every step-th
 * part of the schedules, from the last one back. */
export type ToGradeWorker =
  | { kind: "grade"; guest: WebAssembly.Module; request: GradeRequest }
  | { kind: "play"; guest: WebAssembly.Module; request: GradeRequest; last: number; step: number }
  | Played;

/** FromGradeWorker: progress and report are JSON as the guest wrote it. A helper says only what it has played. */
export type FromGradeWorker =
  | { kind: "progress"; text: string }
  | { kind: "report"; text: string; printed: readonly string[] }
  | Extract<End, { kind: "ended" | "unstarted" }>;
