// The lit lines of a call in the editor: a mark beside each, and under it what the call saw there.
import {
  type Extension,
  RangeSet,
  RangeSetBuilder,
  StateEffect,
  StateField,
  type Text,
} from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  WidgetType,
} from "@codemirror/view";

/** Marks are the lines that a call of a rule visited, and the one that decided: to no good, in a run that broke. */
export interface Marks {
  visited: readonly number[];
  decided: number;
  bad: boolean;
  notes: readonly MarkNote[];
}

/** MarkNote is what stands under a line: values, and words behind them. */
export interface MarkNote {
  line: number;
  values: readonly string[];
  words: string;
}

export const setMarks = StateEffect.define<Marks>();

const look = EditorView.theme({
  ".cm-visited, .cm-note.visited": { backgroundColor: "var(--accent-soft)" },
  ".cm-decided, .cm-note.decided": {
    backgroundColor: "var(--bad-soft)",
    boxShadow: "inset 3px 0 0 var(--bad)",
  },
  ".cm-last, .cm-note.last": {
    backgroundColor: "var(--accent-soft)",
    boxShadow: "inset 3px 0 0 var(--accent)",
  },
  ".cm-note": { padding: "0 8px 4px calc(6px + 4ch)", color: "var(--ink-2)", fontSize: "12px" },
  ".cm-note code": {
    display: "inline-block",
    padding: "0 6px",
    border: "1px solid var(--line)",
    borderRadius: "4px",
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    fontFamily: "var(--mono)",
    lineHeight: "1.5",
  },
  ".cm-note span": { fontFamily: "var(--font)" },
  ".cm-marks": { width: "16px", textAlign: "center", color: "var(--accent)" },
  ".cm-marks .decided": { color: "var(--bad)", fontWeight: "700" },
  ".cm-marks .last": { fontWeight: "700" },
  // A comment must still be read where the ground is not the panel's.
  ".cm-visited, .cm-last, .cm-decided, .cm-note": { "--ink-3": "var(--ink-2)" },
});

class Mark extends GutterMarker {
  constructor(
    readonly sign: string,
    readonly name: string,
  ) {
    super();
  }
  override toDOM(): Node {
    return textNode("span", this.sign, this.name);
  }
}

/** Note stands under a line. */
class Note extends WidgetType {
  constructor(
    readonly note: MarkNote,
    readonly name: string,
  ) {
    super();
  }
  override eq(other: Note): boolean {
    return this.name === other.name && JSON.stringify(this.note) === JSON.stringify(other.note);
  }
  override toDOM(): HTMLElement {
    const dom = textNode("div", "", `cm-note ${this.name.replace("cm-", "")}`);
    for (const value of this.note.values) dom.append(textNode("code", value), " ");
    if (this.note.words) dom.append(textNode("span", this.note.words));
    return dom;
  }
}

/** LOOKS are how a visited line looks, the one that decided, and one that decided wrongly. */
const LOOKS = {
  "cm-visited": new Mark("•", ""),
  "cm-last": new Mark("▶", "last"),
  "cm-decided": new Mark("▶", "decided"),
};

interface Marked {
  lines: DecorationSet;
  signs: RangeSet<GutterMarker>;
}

function marked(doc: Text, { visited, decided, bad, notes }: Marks): Marked {
  const lines = new RangeSetBuilder<Decoration>();
  const signs = new RangeSetBuilder<GutterMarker>();
  const lit = new Set([...visited, decided]);
  const under = new Map(notes.map((one) => [one.line, one]));
  const all = [...new Set([...lit, ...under.keys()])].filter((one) => one >= 1 && one <= doc.lines);
  for (const one of all.sort((a, b) => a - b)) {
    const { from, to } = doc.line(one);
    const look = one !== decided ? "cm-visited" : bad ? "cm-decided" : "cm-last";
    if (lit.has(one)) {
      lines.add(from, from, Decoration.line({ class: look }));
      signs.add(from, from, LOOKS[look]);
    }
    const note = under.get(one);
    if (note) {
      const widget = new Note(note, lit.has(one) ? look : "");
      lines.add(to, to, Decoration.widget({ widget, block: true, side: 1 }));
    }
  }
  return { lines: lines.finish(), signs: signs.finish() };
}

const markField = StateField.define<Marked>({
  create: () => ({ lines: Decoration.none, signs: RangeSet.empty }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) return marked(transaction.state.doc, effect.value);
    }
    if (!transaction.docChanged) return value;
    return {
      lines: value.lines.map(transaction.changes),
      signs: value.signs.map(transaction.changes),
    };
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.lines),
});

/** markExtension is for an editor that shows calls. */
export function markExtension(): Extension {
  return [
    markField,
    look,
    gutter({ class: "cm-marks", markers: (view) => view.state.field(markField).signs }),
  ];
}

function textNode(name: string, text: string, className = ""): HTMLElement {
  const node = document.createElement(name);
  node.textContent = text;
  if (className) node.className = className;
  return node;
}
