// Objects that live as long as the page: the compiler in its worker, the storage, and the workspace's state. A learner
// who watches a run and comes back finds nothing changed.
import { type Signal, signal } from "@preact/signals";
import type { Controls } from "../../app/controls.ts";
import { loadCourse } from "../../course/exercises.ts";
import type { Storage } from "../../course/storage.ts";
import { theStorage } from "../../course/the-storage.ts";
import { theToolchain } from "../../course/the-toolchain.ts";
import { newWorkspace, updateWorkspace, type Workspace } from "../../course/workspace/state.ts";
import { makeWorkspace, type WorkspaceControls } from "../../course/workspace/workspace.ts";
import type { Toolchain } from "../../toolchain/toolchain.ts";
import { enExercise } from "../../words/en-exercise.ts";
import { enToolchain } from "../../words/en-toolchain.ts";
import type { ExerciseWords } from "../../words/exercise.ts";
import type { Editor } from "./editor.ts";

export interface Session {
  workspace: Signal<Workspace>;
  on: WorkspaceControls;
  words: ExerciseWords;
  storage: Storage;
  toolchain: Toolchain;
  /** frugal is true when the browser asks to save data. */
  frugal: boolean;
  /** editor is the one that is on the screen, null while none is. */
  editor: Editor | null;
}

/** BUDGET is that of `go test`, so that the verdict is the same here and there. */
const BUDGET = { firstSeed: 1, schedules: 200, all: false };

let made: Promise<Session> | null = null;

export function theSession(controls: Controls): Promise<Session> {
  made ??= makeSession(controls);
  return made;
}

async function makeSession(controls: Controls): Promise<Session> {
  const storage = await theStorage();
  const toolchain = theToolchain();
  const workspace = signal(newWorkspace);
  const frugal = controls.frugal();
  const on = makeWorkspace(
    {
      storage,
      toolchain,
      async grade(exercise, guest, onProgress) {
        const { grade } = await import("../../toolchain/grade.ts");
        return grade(enToolchain, exercise, guest, BUDGET, onProgress);
      },
      course: loadCourse,
      words: enExercise,
      go: controls.go,
      download: controls.download,
      frugal,
      now: () => performance.timeOrigin + performance.now(),
      setTimer: (work, milliseconds) => setTimeout(work, milliseconds) as unknown as number,
      clearTimer: (timer) => clearTimeout(timer),
    },
    () => workspace.value,
    (event) => {
      workspace.value = updateWorkspace(workspace.value, event);
    },
  );
  return { workspace, on, words: enExercise, storage, toolchain, frugal, editor: null };
}
