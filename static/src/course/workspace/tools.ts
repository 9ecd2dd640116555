// What the workspace works with: everything that it touches is handed to it, so that it can be tested.
import { messageOf } from "../../base/errors.ts";
import type { GradeProgress } from "../../engine/report.ts";
import type { Grading } from "../../toolchain/grade.ts";
import { Stopped } from "../../toolchain/progress.ts";
import type { Toolchain } from "../../toolchain/toolchain.ts";
import type { ExerciseWords } from "../../words/exercise.ts";
import type { Drafting } from "../drafts.ts";
import type { Course } from "../exercises.ts";
import { keys, type Storage } from "../storage.ts";
import type { Notice, Workspace, WorkspaceEvent } from "./state.ts";

export interface WorkspaceTools {
  storage: Storage & Drafting;
  toolchain: Toolchain;
  grade(
    exercise: string,
    guest: WebAssembly.Module,
    onProgress: (progress: GradeProgress) => void,
  ): Promise<Grading>;
  course(): Promise<Course>;
  words: ExerciseWords;
  /** go opens another place of the app. */
  go(link: string): void;
  /** download hands a file to the reader. */
  download(name: string, bytes: Uint8Array): void;
  /** frugal is true when the browser asks to save data: nothing large is fetched unasked then. */
  frugal: boolean;
  now(): number;
  setTimer(work: () => void, milliseconds: number): number;
  clearTimer(timer: number): void;
}

/** Context is what the parts of the workspace share. */
export interface Context {
  tools: WorkspaceTools;
  getWorkspace(): Workspace;
  dispatch(event: WorkspaceEvent): void;
}

/** codeKey is where the storage has the text that is open, null before an exercise is open. */
export function codeKey({ getWorkspace }: Context): string | null {
  const { exercise } = getWorkspace();
  return exercise && keys.code(exercise.id, exercise.starterHash);
}

export function notify({ dispatch }: Context, tone: Notice["tone"], text: string): void {
  dispatch({ kind: "noticed", notice: { tone, text } });
}

/** complain reports an error, unless somebody stopped the work on purpose. */
export function complain(context: Context, error: unknown): void {
  if (!(error instanceof Stopped)) notify(context, "bad", messageOf(error));
}

export interface Timer {
  set(work: () => void, milliseconds: number): void;
  cancel(): void;
}

export function timer({ setTimer, clearTimer }: WorkspaceTools): Timer {
  let running: number | null = null;
  const cancel = (): void => {
    if (running !== null) clearTimer(running);
    running = null;
  };
  return {
    cancel,
    set(work, milliseconds) {
      cancel();
      running = setTimer(() => {
        running = null;
        work();
      }, milliseconds);
    },
  };
}
