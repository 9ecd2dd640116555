// Stories come as the opening comment of a scenario's file: lines of a width that suits an editor, with
// an empty one between paragraphs. Some of them are tables, or a formula, set in by four spaces.
const SET_IN = "    ";

export interface Paragraph {
  text: string;
  /** drawn text is a table or a formula: the places of its letters matter. */
  drawn: boolean;
}

/** paragraphs undoes the line breaks and keeps the paragraphs. What is drawn keeps its lines. */
export function paragraphs(text: string): Paragraph[] {
  return text
    .split(/\n\s*\n/)
    .map((one) => one.replace(/^\n+|\s+$/g, ""))
    .filter((one) => one !== "")
    .map((one) =>
      isDrawn(one)
        ? { text: dedented(one), drawn: true }
        : { text: one.replace(/\s+/g, " ").trim(), drawn: false },
    );
}

function isDrawn(paragraph: string): boolean {
  return paragraph.split("\n").every((line) => line.startsWith(SET_IN));
}

function dedented(paragraph: string): string {
  const lines = paragraph.split("\n");
  const depth = Math.min(...lines.map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(depth)).join("\n");
}
