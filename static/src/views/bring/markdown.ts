// The Markdown of a task, as far as exercise 13 uses it: enough to read it beside the code. Pure.

export interface Block {
  kind: "heading" | "item" | "code" | "text";
  text: string;
}

/** blocksOf are the blocks of a text, each without its line breaks, but code. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  let isCode = false;
  const begin = (kind: Block["kind"], text: string): void => {
    open = { kind, text };
    blocks.push(open);
  };
  for (const line of markdown.split("\n")) {
    if (line.startsWith("```")) {
      isCode = !isCode;
      open = null;
      if (isCode) begin("code", "");
    } else if (isCode) {
      if (open) (open as Block).text += `${line}\n`;
    } else if (/^\s*$|^<\/?details>$/.test(line)) open = null;
    else if (/^#+ |^<summary>/.test(line)) {
      begin("heading", line.replace(/^#+ |<\/?summary>/g, ""));
      open = null;
    } else if (/^\s*(?:[-*]|\d+\.) /.test(line)) begin("item", line.trim());
    else if (open) (open as Block).text += ` ${line.trim()}`;
    else if (line.startsWith("    ")) begin("code", line.trim());
    else begin("text", line);
  }
  return blocks.map((one) => (one.kind === "code" ? one : { ...one, text: plain(one.text) }));
}

/** plain leaves out the marks of emphasis, and the targets of links. */
function plain(text: string): string {
  return text.replace(/\[([^\]]+)\]\([^)]+\)/g, "$1").replace(/\*\*?([^*]+)\*\*?/g, "$1");
}
