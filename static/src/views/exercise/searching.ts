// Finding and replacing in the editor. It is loaded when somebody presses Ctrl+F first.
import { openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { StateEffect } from "@codemirror/state";
import { type EditorView, keymap } from "@codemirror/view";

export function startSearch(view: EditorView): void {
  const extensions = [search({ top: true }), keymap.of(searchKeymap)];
  view.dispatch({ effects: StateEffect.appendConfig.of(extensions) });
  openSearchPanel(view);
}
