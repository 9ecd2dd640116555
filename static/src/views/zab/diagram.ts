// ZAB in the diagram: who looks and who leads, and how a leader makes others equal.
import { field } from "../../run/trace-line.ts";
import { enZab } from "../../words/en-zab.ts";
import { markedDiagram } from "../rows/marks.ts";
import { shapeOf } from "./ring.tsx";

const words = enZab.marks;

export const zabDiagram = markedDiagram({
  spans: { looking: "dashed", leading: "thick", observing: "thin" },
  marks: {
    standing: {
      shape: "diamond",
      text: (details) => (details.startsWith("leading") ? words.leading : ""),
    },
    established: { shape: "hexagon", text: (details) => words.leads(field(details, "epoch")) },
    sync: { shape: "open", text: (details) => details.split(" had=", 1)[0] ?? "" },
    restore: { shape: "open", text: (details) => `SNAP ${field(details, "zxid")}` },
    delivered: { shape: "tick", text: (details) => details.split(" ", 1)[0] ?? "" },
  },
  quiet: ["vote", "epoch", "phase", "snapshot", "history"],
  level: (level) => `e${level}`,
  shape: (timeline, event) => shapeOf(timeline.messageName(event)),
  label: (timeline, event) => labelOf(timeline.messageName(event)),
});

/** labelOf leaves out what is sent all the time. */
const labelOf = (name: string): string => (name === "PING" || name === "NOTIFICATION" ? "" : name);
