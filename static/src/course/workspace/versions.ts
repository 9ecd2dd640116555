// The text's other versions: the starter, the text of another tab, the one written against an earlier
// starter, and the one that a reset or an import has replaced.
import { readCode } from "../storage.ts";
import type { Text } from "./text.ts";
import { type Context, codeKey, notify } from "./tools.ts";

export interface Versions {
  reset(): void;
  undo(): void;
  takeElsewhere(): void;
  keepMine(): void;
  takeEarlier(): void;
}

export function makeVersions(context: Context, text: Text): Versions {
  const { tools, getWorkspace, dispatch } = context;
  const { storage, words } = tools;
  return {
    reset() {
      const { exercise, source } = getWorkspace();
      if (!exercise || source === exercise.starter) return;
      text.replace(exercise.starter);
      dispatch({ kind: "replaced", undo: { source, others: [] } });
      notify(context, "plain", words.keep.resetDone);
    },
    undo() {
      const { undo } = getWorkspace();
      if (undo === null) return;
      text.replace(undo.source);
      for (const [key, value] of undo.others) {
        if (value === undefined) storage.delete(key);
        else storage.set(key, value);
      }
      dispatch({ kind: "replaced", undo: null });
      notify(context, "plain", words.keep.undone);
    },
    takeElsewhere() {
      const { elsewhere } = getWorkspace();
      if (elsewhere !== null) text.replace(elsewhere);
      dispatch({ kind: "elsewhere", source: null });
    },
    keepMine() {
      dispatch({ kind: "elsewhere", source: null });
      const { source, exercise } = getWorkspace();
      const key = codeKey(context);
      if (exercise && key) storage.set(key, { source, savedAt: tools.now() });
    },
    takeEarlier() {
      const { earlier } = getWorkspace();
      if (earlier !== null) text.replace(earlier);
      dispatch({ kind: "earlier-settled" });
    },
  };
}

/** changedElsewhere says that another tab has saved another text under a key of the storage. */
export function changedElsewhere(context: Context, key: string): void {
  const { exercise, source } = context.getWorkspace();
  if (!exercise || key !== codeKey(context)) return;
  const saved = readCode(context.tools.storage, exercise.id, exercise.starterHash);
  const theirs = saved?.source ?? exercise.starter;
  context.dispatch({ kind: "elsewhere", source: theirs === source ? null : theirs });
}
