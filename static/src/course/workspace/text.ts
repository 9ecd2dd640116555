// The learner's text: it is written to the storage and compiled while it is typed, and formatted when it is
// saved.

import { keys } from "../storage.ts";
import { isUnderWay } from "./state.ts";
import { type Context, codeKey, complain, notify, timer } from "./tools.ts";

export interface Text {
  typed(source: string): void;
  /** replace puts another text into the editor. */
  replace(source: string): void;
  /** write puts the text into the storage, unless it is there. */
  write(): void;
  /** save writes at once, and formats the file if it can be. */
  save(): Promise<void>;
  /** diagnose asks the compiler what is wrong with the text. */
  diagnose(): Promise<void>;
  /** catchUp asks about a text that was typed while another one was judged. */
  catchUp(): void;
  /** forget forgets a question that has not been asked yet. */
  forget(): void;
  /** remember keeps the progress. */
  remember(): void;
}

/** CHECK_MS is how long typing must pause before the compiler is asked. */
const CHECK_MS = 300;
const SAVE_MS = 500;

export function makeText(context: Context): Text {
  const { tools, getWorkspace, dispatch } = context;
  const checkTimer = timer(tools);
  const saveTimer = timer(tools);
  const text: Text = {
    typed(source) {
      if (source !== getWorkspace().source) take(source, SAVE_MS, CHECK_MS);
    },
    replace: (source) => take(source, 0, 0),
    write() {
      saveTimer.cancel();
      writeText(context);
    },
    async save() {
      text.write();
      if (getWorkspace().tools.kind === "ready") await format(context, text);
    },
    diagnose() {
      checkTimer.cancel();
      return diagnose(context);
    },
    catchUp() {
      const { source, run } = getWorkspace();
      if (source !== run.source) void text.diagnose();
    },
    forget: () => checkTimer.cancel(),
    remember() {
      const { exercise, progress } = getWorkspace();
      if (exercise) tools.storage.set(keys.progress(exercise.id), progress);
    },
  };
  function take(source: string, saveAfter: number, checkAfter: number): void {
    dispatch({ kind: "typed", source });
    const key = codeKey(context);
    if (key) tools.storage.draft(key, { source, savedAt: tools.now() });
    saveTimer.set(text.write, saveAfter);
    checkTimer.set(() => void text.diagnose(), checkAfter);
  }
  return text;
}

function writeText(context: Context): void {
  const { tools, getWorkspace, dispatch } = context;
  const { storage } = tools;
  const { exercise, source, saved } = getWorkspace();
  const key = codeKey(context);
  if (!exercise || !key || saved !== "saving") return;
  // A text that equals the starter is not the learner's: the exercise has not been begun, or was reset.
  if (source === exercise.starter) storage.delete(key);
  else storage.set(key, { source, savedAt: tools.now() });
  void storage.settled().then(() => {
    if (getWorkspace().source !== source) return;
    dispatch({ kind: "saved", where: storage.failure() ? "memory" : "saved" });
  });
}

async function diagnose(context: Context): Promise<void> {
  const { tools, getWorkspace, dispatch } = context;
  const { exercise, source, tools: state, run } = getWorkspace();
  if (!exercise || state.kind !== "ready" || isUnderWay(run)) return;
  const began = tools.now();
  try {
    const problems = await tools.toolchain.check(exercise.id, source);
    if (problems === null || getWorkspace().source !== source) return;
    dispatch({ kind: "checked", problems, took: tools.now() - began });
    // Whoever checks next finds the program ready.
    if (problems.length === 0) tools.toolchain.prepare(exercise.id, source);
  } catch (error) {
    complain(context, error);
  }
}

async function format(context: Context, text: Text): Promise<void> {
  const { tools, getWorkspace } = context;
  const { source } = getWorkspace();
  try {
    const formatted = await tools.toolchain.format(source);
    // A learner who typed on while gofmt ran keeps the newer text.
    if (getWorkspace().source !== source) return;
    if ("source" in formatted) text.replace(formatted.source);
    else {
      notify(context, "bad", tools.words.code.notFormatted);
      await text.diagnose();
    }
  } catch (error) {
    complain(context, error);
  }
}
