// CodeMirror, mounted in a shadow root: its styles are adopted sheets there, which `style-src 'self'`
// allows. Nothing here knows an exercise; text goes in and out, problems and marks go in.
import {
  autocompletion,
  type CompletionContext,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { goLanguage } from "@codemirror/lang-go";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension, Prec, type StateEffect, type Text } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Completion, Hover, Problem } from "../../toolchain/talk.ts";
import { theme } from "./editor-theme.ts";

export interface Editor {
  /** setSource changes only what differs, so that the cursor and the history stay. */
  setSource(source: string): void;
  setProblems(problems: readonly Problem[]): void;
  goTo(line: number, column: number, focus: boolean): void;
  /** tell hands an effect to the extensions that the editor was mounted with. */
  tell(effect: StateEffect<unknown>): void;
  destroy(): void;
}

export interface EditorOptions {
  host: HTMLElement;
  source: string;
  /** label is the text field's name for a screen reader. */
  label: string;
  /** more are extensions for this editor alone. */
  more?: Extension;
  /** handlers make the editor writable; without them the text is only shown. */
  handlers?: Handlers;
}

export interface Handlers {
  typed(source: string): void;
  check(): void;
  save(): void;
  complete(source: string, offset: number): Promise<Completion | null>;
  hover(source: string, offset: number): Promise<Hover | null>;
}

export function mountEditor(options: EditorOptions): Editor {
  const { host, source, label, handlers, more = [] } = options;
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: source,
      extensions: [
        goLanguage,
        theme,
        EditorView.lineWrapping,
        lineNumbers(),
        drawSelection(),
        bracketMatching(),
        searchWhenAsked(),
        indentUnit.of("\t"),
        EditorState.tabSize.of(4),
        // A region that scrolls must take the focus, also where nothing can be written.
        EditorView.contentAttributes.of({
          "aria-label": label,
          spellcheck: "false",
          tabindex: "0",
        }),
        handlers ? writable(handlers) : readOnly(),
        more,
      ],
    }),
  });
  return {
    setSource(next) {
      const changes = changesBetween(view.state.doc.toString(), next);
      if (changes.length > 0) view.dispatch({ changes });
    },
    setProblems(problems) {
      view.dispatch(setDiagnostics(view.state, diagnostics(view.state.doc, problems)));
    },
    goTo(line, column, focus) {
      const at = position(view.state.doc, line, column);
      view.dispatch({ selection: { anchor: at } });
      // Scrolled here: CodeMirror would scroll the whole page, too. A new editor is measured first.
      view.requestMeasure({
        read: () => view.lineBlockAt(at),
        write({ top, height }) {
          const middle = top - (view.scrollDOM.clientHeight - height) / 2;
          view.scrollDOM.scrollTo({ top: middle, left: 0 });
        },
      });
      if (focus) view.contentDOM.focus({ preventScroll: true });
    },
    tell(effect) {
      view.dispatch({ effects: effect });
    },
    destroy: () => view.destroy(),
  };
}

/** searchWhenAsked loads the search for the first Ctrl+F; from then on the key is its own. */
function searchWhenAsked(): Extension {
  let asked = false;
  const run = (view: EditorView): boolean => {
    if (asked) return false;
    asked = true;
    void import("./searching.ts").then(({ startSearch }) => startSearch(view));
    return true;
  };
  return Prec.highest(keymap.of([{ key: "Mod-f", run }]));
}

function readOnly(): Extension {
  return EditorState.readOnly.of(true);
}

function writable(handlers: Handlers): Extension {
  // A list of completions, or one that is still to come, would lie over the report.
  const check = (view: EditorView): boolean => {
    closeCompletion(view);
    return handled(handlers.check);
  };
  const ownKeys = [
    { key: "Shift-Enter", run: check, preventDefault: true },
    { key: "Mod-s", run: () => handled(handlers.save), preventDefault: true },
  ];
  return [
    Prec.highest(keymap.of(ownKeys)),
    history(),
    indentOnInput(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    lintGutter(),
    // As many as the list shows: it turns pages, and no part of it needs a scroll or the focus.
    autocompletion({
      override: [(context) => complete(context, handlers)],
      maxRenderedOptions: 10,
    }),
    hoverTooltip((view, at) => hover(view, at, handlers)),
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
      // Tab indents, as Go wants it. Escape, then Tab leaves the editor: CodeMirror does that.
      indentWithTab,
    ]),
    EditorView.domEventHandlers({ beforeinput: typeOver }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) handlers.typed(update.state.doc.toString());
    }),
  ];
}

function handled(handler: () => void): true {
  handler();
  return true;
}

/** typeOver replaces the selection by the typed text. Chromium would keep the look of the old text in a
 * style attribute of its own, which the policy on styles refuses, loudly. */
function typeOver(event: InputEvent, view: EditorView): boolean {
  const { data, inputType, isComposing } = event;
  if (inputType !== "insertText" || !data || isComposing || view.state.selection.main.empty)
    return false;
  const { from, to } = view.state.selection.main;
  const insert = () =>
    view.state.update(view.state.replaceSelection(data), {
      userEvent: "input.type",
      scrollIntoView: true,
    });
  const handled = view.state
    .facet(EditorView.inputHandler)
    .some((handle) => handle(view, from, to, data, insert));
  if (!handled) view.dispatch(insert());
  return true;
}

interface Change {
  from: number;
  to: number;
  insert: string;
}

/** changesBetween are the changes by gofmt or another tab: line by line where there are as many lines as
 * before, and otherwise everything between the first difference and the last. */
export function changesBetween(before: string, after: string): Change[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  if (old.length !== now.length) return changeWithin(before, after, 0);
  let at = 0;
  return old.flatMap((line, i) => {
    const changes = changeWithin(line, now[i] ?? "", at);
    at += line.length + 1;
    return changes;
  });
}

/** changeWithin leaves what two texts begin and end with alike. */
function changeWithin(before: string, after: string, offset: number): Change[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const insert = after.slice(start, after.length - end);
  return [{ from: offset + start, to: offset + before.length - end, insert }];
}

/** position is where a line and a column are; both count from 1, and what is beyond the text is its end. */
function position(doc: Text, line: number, column: number): number {
  const at = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(at.from + Math.max(0, column - 1), at.to);
}

function diagnostics(doc: Text, problems: readonly Problem[]): Diagnostic[] {
  return problems.map((one) => {
    const from = position(doc, one.line, one.column);
    const to = Math.max(from, position(doc, one.endLine, one.endColumn));
    return {
      from,
      // Something must be underlined, and there is nothing behind the end of a line.
      to: to > from ? to : Math.min(from + 1, doc.length),
      severity: "error" as const,
      message: one.help ? `${one.message}\n${one.help}` : one.message,
      renderMessage: () => messageNode(one),
    };
  });
}

function messageNode({ message, help }: Problem): HTMLElement {
  const node = document.createElement("div");
  node.append(message);
  if (help) node.append(element("div", help, "help"));
  return node;
}

function element(name: string, text: string, className = ""): HTMLElement {
  const node = document.createElement(name);
  node.textContent = text;
  if (className) node.className = className;
  return node;
}

const KINDS: Record<Completion["options"][number]["kind"], string> = {
  field: "property",
  method: "method",
  function: "function",
  variable: "variable",
  constant: "constant",
  type: "type",
  keyword: "keyword",
  package: "namespace",
  note: "text",
};

async function complete(context: CompletionContext, handlers: Handlers) {
  const before = context.matchBefore(/[\p{L}_.][\p{L}\p{N}_]*/u);
  if (!before && !context.explicit) return null;
  const found = await handlers.complete(context.state.doc.toString(), context.pos);
  if (!found || found.options.length === 0 || context.aborted) return null;
  return {
    from: found.from,
    validFor: /^[\p{L}_][\p{L}\p{N}_]*$/u,
    options: found.options.map(({ label, kind, detail, doc }) => ({
      label,
      type: KINDS[kind],
      detail,
      ...(kind === "note" ? { apply() {} } : {}),
      ...(doc ? { info: () => element("div", doc, "cm-docs") } : {}),
    })),
  };
}

async function hover(view: EditorView, at: number, handlers: Handlers) {
  const found = await handlers.hover(view.state.doc.toString(), at);
  if (!found?.signature) return null;
  return {
    pos: found.from,
    end: found.to,
    above: true,
    create() {
      const dom = element("div", "", "cm-docs");
      dom.append(element("code", found.signature));
      if (found.doc) dom.append(element("p", found.doc));
      return { dom };
    },
  };
}
