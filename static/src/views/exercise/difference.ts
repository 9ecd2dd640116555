// The difference between the starter and the learner's file, in one column. It is loaded when somebody
// wants to see it.
import { unifiedMergeView } from "@codemirror/merge";
import { type Editor, type EditorOptions, mountEditor } from "./editor.ts";

export function mountDifference(options: EditorOptions, original: string): Editor {
  const more = unifiedMergeView({
    original,
    mergeControls: false,
    syntaxHighlightDeletions: true,
    gutter: true,
  });
  return mountEditor({ ...options, more });
}
