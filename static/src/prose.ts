// Stories come as the opening comment of a scenario's file: lines of a width that suits an editor, with
// an empty one between paragraphs.

/** paragraphs undoes the line breaks and keeps the paragraphs. */
export function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((one) => one.replace(/\s+/g, " ").trim())
    .filter((one) => one !== "");
}
