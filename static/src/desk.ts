// What the exercise page does: it asks the toolchain, the grader and the storage, and tells the state what
// came of it (exercise-state.ts). Everything it touches is handed to it, so that it can be tested.
import { type Course, exerciseOf } from "./course.ts";
import { messageOf } from "./errors.ts";
import { type Desk, type DeskEvent, isUnderWay, type Pane, type Undo } from "./exercise-state.ts";
import { emptyRun, encodeRun } from "./link.ts";
import { traceLink } from "./route.ts";
import { earlierCode, keys, readCode, readProgress, type Storage } from "./storage.ts";
import type { Grading } from "./toolchain/grade.ts";
import type { FindingJSON, GradeProgress } from "./toolchain/report.ts";
import { Stopped, type Toolchain } from "./toolchain/toolchain.ts";
import type { ExerciseWords } from "./words/exercise.ts";
import type { Files } from "./zip.ts";

export interface DeskTools {
  storage: Storage;
  toolchain: Toolchain;
  grade(
    exercise: string,
    guest: WebAssembly.Module,
    onProgress: (progress: GradeProgress) => void,
  ): Grading;
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

export interface DeskControls {
  open(id: string): Promise<void>;
  typed(source: string): void;
  /** save writes at once, and formats the file if it can be. */
  save(): Promise<void>;
  load(): void;
  cancelLoad(): void;
  check(): Promise<void>;
  stop(): void;
  watch(finding: FindingJSON): Promise<void>;
  hint(task: number): void;
  reset(): void;
  undo(): void;
  takeElsewhere(): void;
  keepMine(): void;
  takeEarlier(): void;
  exportAll(): Promise<void>;
  importAll(bytes: Uint8Array): Promise<void>;
  pane(pane: Pane): void;
  compare(comparing: boolean): void;
  dismiss(): void;
  /** leave ends what runs and writes what has not been written. */
  leave(): void;
}

/** CHECK_MS is how long typing must pause before the compiler is asked. */
const CHECK_MS = 300;
const SAVE_MS = 500;

export function makeDesk(
  tools: DeskTools,
  getDesk: () => Desk,
  dispatch: (event: DeskEvent) => void,
): DeskControls {
  const { storage, toolchain, words } = tools;
  let grading: Grading | null = null;
  /** runs counts what was begun: an answer to an earlier one is not wanted any more. */
  let runs = 0;
  let opens = 0;
  const checkTimer = timer(tools);
  const saveTimer = timer(tools);
  storage.onChange((key) => changedElsewhere(key));
  let warned = false;
  storage.onFailure(() => warn());

  /** warn says once that nothing is kept, as soon as there is an exercise to say it beside. */
  function warn(): void {
    const why = storage.failure();
    if (!why || !getDesk().ready) return;
    dispatch({ kind: "saved", where: "memory" });
    if (warned) return;
    warned = true;
    dispatch({ kind: "noticed", notice: { tone: "bad", text: words.keep.memoryWhy(why) } });
  }

  const codeKey = (): string | null => {
    const { exercise } = getDesk();
    return exercise && keys.code(exercise.id, exercise.starterHash);
  };

  function changedElsewhere(key: string): void {
    const { exercise, source } = getDesk();
    if (!exercise || key !== codeKey()) return;
    const theirs = readCode(storage, exercise.id, exercise.starterHash)?.source ?? exercise.starter;
    dispatch({ kind: "elsewhere", source: theirs === source ? null : theirs });
  }

  function write(): void {
    saveTimer.cancel();
    const { exercise, source, saved } = getDesk();
    const key = codeKey();
    if (!exercise || !key || saved !== "saving") return;
    // What equals the starter is not one's own: the exercise has not been begun, or begins anew.
    if (source === exercise.starter) storage.delete(key);
    else storage.set(key, { source, savedAt: tools.now() });
    void storage.settled().then(() => {
      if (getDesk().source !== source) return;
      dispatch({ kind: "saved", where: storage.failure() ? "memory" : "saved" });
    });
  }

  function remember(): void {
    const { exercise, progress } = getDesk();
    if (exercise) storage.set(keys.progress(exercise.id), progress);
  }

  async function diagnose(): Promise<void> {
    checkTimer.cancel();
    const { exercise, source, tools: state, run } = getDesk();
    if (!exercise || state.kind !== "ready" || isUnderWay(run)) return;
    const began = tools.now();
    try {
      const problems = await toolchain.check(exercise.id, source);
      if (problems === null || getDesk().source !== source) return;
      dispatch({ kind: "checked", problems, took: tools.now() - began });
    } catch (error) {
      complain(error);
    }
  }

  function replace(source: string): void {
    dispatch({ kind: "typed", source });
    saveTimer.set(write, 0);
    checkTimer.set(() => void diagnose(), 0);
  }

  async function load(): Promise<void> {
    await toolchain.load((progress) => dispatch({ kind: "tools", progress }));
    if (getDesk().tools.kind === "ready") void diagnose();
  }

  function complain(error: unknown): void {
    if (error instanceof Stopped) return;
    dispatch({ kind: "noticed", notice: { tone: "bad", text: messageOf(error) } });
  }

  function stop(): void {
    runs += 1;
    const { run } = getDesk();
    grading?.stop();
    grading = null;
    if (run.phase === "building") toolchain.stop();
    dispatch({ kind: "stopped" });
  }

  async function check(): Promise<void> {
    const { exercise, source, ready } = getDesk();
    if (!exercise || !ready) return;
    stop();
    runs += 1;
    const mine = runs;
    const isOld = (): boolean => mine !== runs;
    checkTimer.cancel();
    write();
    dispatch({ kind: "waits", source });
    try {
      await load();
      if (isOld()) return;
      const { tools: loaded } = getDesk();
      if (loaded.kind !== "ready") {
        const why = loaded.kind === "failed" ? loaded.message : words.download.cancelled;
        dispatch({ kind: "run-failed", message: why });
        return;
      }
      const began = tools.now();
      dispatch({ kind: "builds" });
      const built = await toolchain.build(exercise.id, source);
      if (isOld()) return;
      const took = tools.now() - began;
      if ("problems" in built) {
        dispatch({ kind: "unbuilt", problems: built.problems, took });
        return;
      }
      dispatch({ kind: "grades" });
      grading = tools.grade(exercise.id, built.guest, (progress) => {
        if (!isOld()) dispatch({ kind: "progressed", progress });
      });
      const report = await grading.report;
      if (isOld()) return;
      grading = null;
      dispatch({ kind: "reported", report, took: tools.now() - began });
      remember();
    } catch (error) {
      if (isOld() || error instanceof Stopped) return;
      dispatch({ kind: "run-failed", message: messageOf(error) });
    }
  }

  return {
    async open(id) {
      this.leave();
      opens += 1;
      const mine = opens;
      try {
        const course = await tools.course();
        if (mine !== opens) return;
        const last = storage.get(keys.last);
        const exercise = exerciseOf(course, id, typeof last === "string" ? last : "");
        // Who comes back from watching a run finds everything as it was.
        if (exercise && exercise.id === getDesk().exercise?.id) return;
        if (!exercise) {
          dispatch({ kind: "unavailable", failure: "no-exercise", why: id, course });
          return;
        }
        const code = readCode(storage, exercise.id, exercise.starterHash);
        const earlier = code ? null : earlierCode(storage, exercise.id, exercise.starterHash);
        dispatch({
          kind: "opened",
          course,
          exercise,
          source: code?.source ?? exercise.starter,
          earlier: earlier?.source ?? null,
          progress: readProgress(storage, exercise.id),
        });
        storage.set(keys.last, exercise.id);
        warn();
        if (!tools.frugal || getDesk().tools.kind === "ready") void load();
      } catch (error) {
        const why = messageOf(error);
        dispatch({ kind: "unavailable", failure: "no-course", why, course: null });
      }
    },
    typed(source) {
      if (source === getDesk().source) return;
      dispatch({ kind: "typed", source });
      saveTimer.set(write, SAVE_MS);
      checkTimer.set(() => void diagnose(), CHECK_MS);
    },
    async save() {
      const { source, tools: state } = getDesk();
      write();
      if (state.kind !== "ready") return;
      try {
        const formatted = await toolchain.format(source);
        // Who typed on while gofmt ran keeps what was typed.
        if (getDesk().source !== source) return;
        if ("source" in formatted) replace(formatted.source);
        else {
          dispatch({ kind: "noticed", notice: { tone: "bad", text: words.code.notFormatted } });
          await diagnose();
        }
      } catch (error) {
        complain(error);
      }
    },
    load: () => void load(),
    cancelLoad: () => toolchain.cancelLoad(),
    check,
    stop,
    async watch(finding) {
      const { exercise, run } = getDesk();
      if (!exercise || !finding.smallest) return;
      const data = await encodeRun({
        ...emptyRun,
        scenario: finding.smallest,
        rules: "reference",
        own: "all",
        exercise: exercise.id,
        source: run.source,
        title: finding.check,
        event: finding.smallestEvent ?? 0,
      });
      tools.go(traceLink(data));
    },
    hint(task) {
      dispatch({ kind: "hinted", task });
      dispatch({ kind: "paned", pane: "task" });
      remember();
    },
    reset() {
      const { exercise, source } = getDesk();
      if (!exercise || source === exercise.starter) return;
      replace(exercise.starter);
      dispatch({ kind: "replaced", undo: { source, others: [] } });
      dispatch({ kind: "noticed", notice: { tone: "plain", text: words.keep.resetDone } });
    },
    undo() {
      const { undo } = getDesk();
      if (undo === null) return;
      replace(undo.source);
      for (const [key, value] of undo.others) {
        if (value === undefined) storage.delete(key);
        else storage.set(key, value);
      }
      dispatch({ kind: "replaced", undo: null });
      dispatch({ kind: "noticed", notice: { tone: "plain", text: words.keep.undone } });
    },
    takeElsewhere() {
      const { elsewhere } = getDesk();
      if (elsewhere !== null) replace(elsewhere);
      dispatch({ kind: "elsewhere", source: null });
    },
    keepMine() {
      dispatch({ kind: "elsewhere", source: null });
      const { source, exercise } = getDesk();
      const key = codeKey();
      if (exercise && key) storage.set(key, { source, savedAt: tools.now() });
    },
    takeEarlier() {
      const { earlier } = getDesk();
      if (earlier !== null) replace(earlier);
      dispatch({ kind: "earlier-settled" });
    },
    async exportAll() {
      write();
      const { course } = getDesk();
      const { exportZip } = await import("./zip.ts");
      if (course) tools.download("raftlab-exercises.zip", exportZip(filesOf(course, storage)));
    },
    async importAll(bytes) {
      const { course, exercise } = getDesk();
      if (!course) return;
      try {
        const { importZip } = await import("./zip.ts");
        const { files, left } = importZip(
          bytes,
          course.exercises.map((one) => one.id),
        );
        dispatch({ kind: "replaced", undo: take(files) });
        const names = Object.keys(files).sort().join(", ");
        const text = words.keep.imported(names, left.length);
        dispatch({ kind: "noticed", notice: { tone: "plain", text } });
      } catch (error) {
        dispatch({ kind: "replaced", undo: null });
        const text = words.keep.importFailed(messageOf(error));
        dispatch({ kind: "noticed", notice: { tone: "bad", text } });
      }

      /** take gives what it replaced. */
      function take(files: Files): Undo {
        const undo = { source: getDesk().source, others: [] as [string, unknown][] };
        for (const one of course?.exercises ?? []) {
          const source = files[one.id];
          if (source === undefined) continue;
          if (one.id === exercise?.id) {
            replace(source);
            continue;
          }
          const key = keys.code(one.id, one.starterHash);
          undo.others.push([key, storage.get(key)]);
          if (source === one.starter) storage.delete(key);
          else storage.set(key, { source, savedAt: tools.now() });
        }
        return undo;
      }
    },
    pane: (pane) => dispatch({ kind: "paned", pane }),
    compare: (comparing) => dispatch({ kind: "compared", comparing }),
    dismiss() {
      dispatch({ kind: "noticed", notice: null });
      dispatch({ kind: "replaced", undo: null });
    },
    leave() {
      write();
      checkTimer.cancel();
      if (isUnderWay(getDesk().run)) stop();
    },
  };
}

/** filesOf are all files of one's own, each the one that its exercise would open with. */
export function filesOf(course: Course, storage: Storage): Files {
  const files: Record<string, string> = {};
  for (const { id, starterHash, starter } of course.exercises) {
    files[id] =
      (readCode(storage, id, starterHash) ?? earlierCode(storage, id, starterHash))?.source ??
      starter;
  }
  return files;
}

interface Timer {
  set(work: () => void, milliseconds: number): void;
  cancel(): void;
}

function timer({ setTimer, clearTimer }: DeskTools): Timer {
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
