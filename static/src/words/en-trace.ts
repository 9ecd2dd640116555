// English: the trace page.
import type { TraceWords } from "./exercise.ts";

export const enTrace: TraceWords = {
  title: "Watch a run",
  choose: "Open a recorded run",
  chooseNote:
    "A .trace file that raftlab or this page has saved, or a scenario as text. It is played here again, event by event.",
  chooseFile: "Choose a file",
  drop: "or drop it here",
  opening: "Opening the run…",
  building: "Compiling the rules of this run…",
  failed: "This run could not be opened",
  notBegun: "The engine does not accept it; above it says why.",
  again: "Try again",
  another: "Open another run",
  noSource: (exercise) =>
    `Servers of this run followed somebody's own rules, and the file does not carry them. Whose rules may they follow now?${exercise ? ` It was exercise ${exercise}.` : ""}`,
  whose: "Rules",
  useMine: "Play it",
  reference: "the reference",
  unbuilt: (line, message) => `The rules of this run do not compile: line ${line}: ${message}`,
  differs:
    "This is not the run of the file, event by event: the rules or the program were others when it was recorded.",
  own: (servers, exercise) =>
    servers === "all" ? `all servers: own ${exercise}` : `${servers}: own ${exercise}`,
  tooLarge: (bytes) =>
    `The file has ${bytes.toLocaleString("en")} bytes, and this page opens up to 16,777,216.`,
  empty: "The file is empty, or is not a text.",
  broke: "What broke",
  fine: "Nothing breaks in this run.",
  back: "Back",
  forward: "Forward",
  toBreak: "To the end",
  position: (event, last) => `event ${event} of ${last}`,
  causes: "What led to it",
  because: "Why this happened",
  event: (event) => `Event ${event}`,
  code: "What your code did",
  codeNote: (rule, server) => `${rule} on S${server}`,
  noCall: "At this event none of your functions was called.",
  toDecision: "To the last decision of your code",
  noEarlier: "Before this event none of your functions was called.",
  decided: (line) => `Line ${line} decided.`,
  visited: "visited",
  open: (line) => `Open in the editor at line ${line}`,
  earlierCall: "Earlier call",
  laterCall: "Later call",
  call: (index, of) => `call ${index} of ${of} at this event`,
  source: (file) => `${file}, as it was judged`,
};
