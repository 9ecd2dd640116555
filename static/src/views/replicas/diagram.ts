// Replicas in the diagram: who is primary, which version or transaction a server has from a moment on.
import { field } from "../../run/trace-line.ts";
import { enReplicas } from "../../words/en-replicas.ts";
import { markedDiagram } from "../rows/marks.ts";
import { shapeOf } from "./ring.tsx";

const words = enReplicas.marks;

export const replicaDiagram = markedDiagram({
  spans: { primary: "thick" },
  marks: {
    primary: { shape: "hexagon", text: (details) => details.replace("epoch=", "epoch ") },
    fenced: { shape: "open", text: () => words.fenced },
    fallback: { shape: "open", text: (details) => details },
    version: { shape: "open", text: (details) => details.split("(", 1)[0] ?? "" },
    hint: { shape: "diamond", text: () => words.hint },
    "handed-off": { shape: "open", text: () => words.handedOff },
    transaction: { shape: "open", text: (details) => details.split(" ").slice(0, 2).join(" ") },
    blocked: { shape: "diamond", text: () => words.blocked },
  },
  quiet: ["backup", "history", "refuses"],
  level: (level) => (level > 0 ? String(level) : ""),
  shape: (timeline, event) =>
    shapeOf(timeline.messageName(event), field(timeline.details(event), "entries") || " "),
  label: (timeline, event) => timeline.messageName(event),
});
