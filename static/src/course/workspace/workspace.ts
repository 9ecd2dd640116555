// What the exercise page does: it asks the toolchain, the grader and the storage, and reports the results to the
// state (state.ts).
import { messageOf } from "../../base/errors.ts";
import type { FindingJSON } from "../../engine/report.ts";
import { type Course, type Exercise, exerciseOf } from "../exercises.ts";
import { earlierCode, isDamaged, keys, readCode, readProgress } from "../storage.ts";
import { type Checks, makeChecks, watch } from "./checks.ts";
import { keptRun } from "./kept.ts";
import { isUnderWay, type Pane, type Workspace, type WorkspaceEvent } from "./state.ts";
import { makeText, type Text } from "./text.ts";
import { type Context, notify, type WorkspaceTools } from "./tools.ts";
import { changedElsewhere, makeVersions, type Versions } from "./versions.ts";

export interface WorkspaceControls
  extends Versions,
    Pick<Text, "typed" | "save">,
    Omit<Checks, "load"> {
  open(id: string): Promise<void>;
  load(): void;
  cancelLoad(): void;
  watch(finding: FindingJSON): Promise<void>;
  hint(task: number): void;
  exportAll(): Promise<void>;
  importAll(bytes: Uint8Array): Promise<void>;
  pane(pane: Pane): void;
  compare(comparing: boolean): void;
  dismiss(): void;
  /** leave ends what runs and writes what has not been written. */
  leave(): void;
}

export function makeWorkspace(
  tools: WorkspaceTools,
  getWorkspace: () => Workspace,
  dispatch: (event: WorkspaceEvent) => void,
): WorkspaceControls {
  const context: Context = { tools, getWorkspace, dispatch };
  const text = makeText(context);
  const checks = makeChecks(context, text);
  const warn = makeWarning(context);
  tools.storage.onChange((key) => changedElsewhere(context, key));
  tools.storage.onFailure(warn);
  const leave = (): void => {
    text.write();
    text.forget();
    if (isUnderWay(getWorkspace().run)) checks.stop();
  };
  return {
    open: makeOpening(context, { leave, warn, load: checks.load }),
    typed: text.typed,
    save: text.save,
    load: () => void checks.load(),
    cancelLoad: () => tools.toolchain.cancelLoad(),
    check: checks.check,
    stop() {
      checks.stop();
      text.catchUp();
    },
    watch: (finding) => watch(context, finding),
    hint(task) {
      dispatch({ kind: "hinted", task });
      dispatch({ kind: "paned", pane: "task" });
      text.remember();
    },
    ...makeVersions(context, text),
    async exportAll() {
      text.write();
      const { exportFiles } = await import("./files.ts");
      exportFiles(context);
    },
    importAll: (bytes) => importAll(context, text, bytes),
    pane: (pane) => dispatch({ kind: "paned", pane }),
    compare: (comparing) => dispatch({ kind: "compared", comparing }),
    dismiss() {
      dispatch({ kind: "noticed", notice: null });
      dispatch({ kind: "replaced", undo: null });
    },
    leave,
  };
}

async function importAll(context: Context, text: Text, bytes: Uint8Array): Promise<void> {
  const { course } = context.getWorkspace();
  if (!course) return;
  try {
    const { importFiles } = await import("./files.ts");
    notify(context, "plain", importFiles(context, text, course, bytes));
  } catch (error) {
    context.dispatch({ kind: "replaced", undo: null });
    notify(context, "bad", context.tools.words.keep.importFailed(messageOf(error)));
  }
}

/** makeWarning gives a function that says once that nothing is kept, as soon as there is an exercise to say it
 * beside. */
function makeWarning(context: Context): () => void {
  const { tools, getWorkspace, dispatch } = context;
  let warned = false;
  return () => {
    const why = tools.storage.failure();
    if (!why || !getWorkspace().ready) return;
    dispatch({ kind: "saved", where: "memory" });
    if (warned) return;
    warned = true;
    notify(context, "bad", tools.words.keep.memoryWhy(why));
  };
}

/** makeOpening gives a function that opens an exercise; of several requests the last counts. */
function makeOpening(
  context: Context,
  on: { leave(): void; warn(): void; load(): Promise<void> },
): (id: string) => Promise<void> {
  const { tools, getWorkspace, dispatch } = context;
  let opens = 0;
  return async (id) => {
    on.leave();
    opens += 1;
    const mine = opens;
    try {
      const course = await tools.course();
      if (mine !== opens) return;
      const last = tools.storage.get(keys.last);
      const exercise = exerciseOf(course, id, typeof last === "string" ? last : "");
      // After a run has been watched, everything is as the learner left it.
      if (exercise && exercise.id === getWorkspace().exercise?.id) return;
      if (!exercise) {
        dispatch({ kind: "unavailable", failure: "no-exercise", why: id, course });
        return;
      }
      const wasDamaged = isDamaged(tools.storage, exercise.id, exercise.starterHash);
      show(context, course, exercise);
      if (wasDamaged) notify(context, "bad", tools.words.keep.damaged);
      on.warn();
      if (!tools.frugal || getWorkspace().tools.kind === "ready") void on.load();
    } catch (error) {
      const why = messageOf(error);
      dispatch({ kind: "unavailable", failure: "no-course", why, course: null });
    }
  };
}

function show({ tools, dispatch }: Context, course: Course, exercise: Exercise): void {
  const { storage } = tools;
  const code = readCode(storage, exercise.id, exercise.starterHash);
  const earlier = code ? null : earlierCode(storage, exercise.id, exercise.starterHash);
  dispatch({
    kind: "opened",
    course,
    exercise,
    source: code?.source ?? exercise.starter,
    earlier: earlier?.source ?? null,
    progress: readProgress(storage, exercise.id),
    run: keptRun(storage, exercise.id),
  });
  storage.set(keys.last, exercise.id);
}
