// What lives as long as the page does: the compiler in its worker, the storage, and the desk's state. So
// that who goes to watch a run and comes back finds everything as it was.
import { type Signal, signal } from "@preact/signals";
import type { Controls } from "../../controls.ts";
import { loadCourse } from "../../course.ts";
import { type DeskControls, makeDesk } from "../../desk.ts";
import { type Desk, noDesk, updateDesk } from "../../exercise-state.ts";
import { type Storage, theStorage } from "../../storage.ts";
import { grade } from "../../toolchain/grade.ts";
import type { Toolchain } from "../../toolchain/toolchain.ts";
import { theToolchain } from "../../tools.ts";
import { enExercise } from "../../words/en-exercise.ts";
import { enToolchain } from "../../words/en-toolchain.ts";
import type { ExerciseWords } from "../../words/exercise.ts";
import type { Editor } from "./editor.ts";

export interface Session {
  desk: Signal<Desk>;
  on: DeskControls;
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
  const desk = signal(noDesk);
  const frugal = controls.frugal();
  const on = makeDesk(
    {
      storage,
      toolchain,
      grade: (exercise, guest, onProgress) =>
        grade(enToolchain, exercise, guest, BUDGET, onProgress),
      course: loadCourse,
      words: enExercise,
      go: controls.go,
      download: controls.download,
      frugal,
      now: () => performance.timeOrigin + performance.now(),
      setTimer: (work, milliseconds) => setTimeout(work, milliseconds) as unknown as number,
      clearTimer: (timer) => clearTimeout(timer),
    },
    () => desk.value,
    (event) => {
      desk.value = updateDesk(desk.value, event);
    },
  );
  return { desk, on, words: enExercise, storage, toolchain, frugal, editor: null };
}
