// Paxos in the diagram: who has a ballot, who has a majority of promises, and where a value is chosen.
import { field } from "../../run/trace-line.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import { enPaxos } from "../../words/en-paxos.ts";
import { markedDiagram } from "../rows/marks.ts";
import { shapeOf } from "./ring.tsx";
import { ballotName } from "./server.ts";

const words = enPaxos.marks;

export const paxosDiagram = markedDiagram({
  spans: { preparing: "dashed", waiting: "dashed", accepting: "thick", leader: "thick" },
  marks: {
    ballot: { shape: "diamond", text: (details) => words.begins(field(details, "ballot")) },
    propose: {
      shape: "hexagon",
      text: (details) => words.proposes(field(details, "ballot"), valueIn(details)),
    },
    chosen: { shape: "tick", text: (details) => words.chosen(valueIn(details)) },
    lead: { shape: "hexagon", text: (details) => words.leads(field(details, "ballot")) },
    yield: { shape: "open", text: () => words.yields },
    refused: { shape: "open", text: () => "" },
  },
  quiet: ["promise", "accept", "learn", "apply"],
  level: (level, _, line, servers) =>
    words.level(field(line, "ballot") || ballotName(level, servers, false)),
  shape: (timeline, event) => shapeOf(timeline.messageName(event)),
  label: labelOf,
});

/** valueIn is a value of a line: the last field of one value, and of many a command in words. */
function valueIn(details: string): string {
  const value = field(details, "value");
  if (value) return value;
  const words = details.split(" ").filter((word) => !/^(?:slot|ballot|by)=/.test(word));
  return words.join(" ");
}

function labelOf(timeline: Timeline, event: number): string {
  const details = timeline.details(event);
  const name = timeline.messageName(event);
  const ballot = field(details, "ballot");
  switch (name) {
    case "Promise":
    case "PromiseAll": {
      if (timeline.refused(event)) return "refused";
      const accepted = field(details, "accepted");
      return accepted ? `promised, ${accepted} ${field(details, "value")}` : "promised";
    }
    case "Accepted":
      return timeline.refused(event) ? "refused" : `accepted ${ballot}`;
    case "Accept":
      return `accept ${ballot} ${field(details, "value")}`.trim();
    case "Prepare":
    case "PrepareAll":
      return `prepare ${ballot}`;
    default:
      return name;
  }
}
