// Whole servers in the diagram: who says that it leads, what was applied, and what programs print.
import { firstWord } from "../../timeline/text.ts";
import { enWhole } from "../../words/en-whole.ts";
import { markedDiagram } from "../rows/marks.ts";
import { hasEntries, shapeOf } from "./server.ts";

const words = enWhole.marks;
const leads = (details: string): boolean => details.endsWith(" leads");

/** PRINTED_MAX is how much of what was printed stands in the picture. */
const PRINTED_MAX = 28;

export const wholeDiagram = markedDiagram({
  spans: { leader: "thick" },
  marks: {
    state: {
      shape: "open",
      turned: (details) => (leads(details) ? "hexagon" : null),
      text: (details) => (leads(details) ? words.leads : ""),
    },
    install: { shape: "open", text: (details) => words.snapshot(firstWord(details)) },
    prints: { shape: "page", text: printedIn },
    apply: { shape: "tick", text: firstWord },
  },
  quiet: ["log"],
  level: (term) => `t${term}`,
  shape: (timeline, event) =>
    shapeOf(timeline.messageName(event), hasEntries(timeline.details(event))),
  label: (timeline, event) => {
    const name = timeline.messageName(event);
    return /vote|snap/i.test(name) && !name.endsWith("Reply") ? name : "";
  },
});

/** printedIn is the first line of the quoted text of a line. */
function printedIn(details: string): string {
  const text = details.replace(/^"/, "").split(/\\n|"$/, 1)[0] ?? "";
  return text.length > PRINTED_MAX ? `${text.slice(0, PRINTED_MAX)}…` : text;
}
