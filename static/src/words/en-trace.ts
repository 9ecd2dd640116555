// English: the trace page.
import type { TraceWords } from "./exercise.ts";

function itWas(exercises: readonly string[]): string {
  if (exercises.length > 1) return ` They were exercises ${exercises.join(", ")}.`;
  return exercises.length === 1 ? ` It was exercise ${exercises[0]}.` : "";
}

export const enTrace: TraceWords = {
  title: "Watch a run",
  choose: "Open a recorded run",
  chooseNote:
    "A .trace file that raftlab or this page has saved, or a scenario as text. It is replayed here event by event.",
  chooseFile: "Choose a file",
  drop: "or drop it here",
  noneYet:
    "You have none yet? Play a run in the lab, and save it there: “Save…”, and then “Trace file”.",
  example: "Watch one that breaks a promise",
  opening: "Opening the run…",
  building: "Compiling the rules of this run…",
  failed: "This run could not be opened",
  notBegun: "The engine does not accept it. The line at the top says why.",
  another: "Open another run",
  noSource: (exercises) =>
    "Servers of this run followed somebody's own rules, which the file does not contain. Whose rules should they " +
    `follow now?${itWas(exercises)}`,
  whose: "Rules",
  mine: (exercises) => `mine: ${exercises.join(", ")}`,
  useMine: "Play it",
  reference: "the reference",
  differs:
    "The replay diverged from the recorded run: the rules or the program have changed since it was recorded.",
  own: (servers, exercises) =>
    `${servers === "all" ? "all servers" : servers}: own ${exercises.join(", ")}`,
  tooLarge: (bytes) =>
    `The file has ${bytes.toLocaleString("en")} bytes, and this page opens up to 67,108,864. ` +
    "`raftlab trace FILE` shows a file of any size.",
  empty: "The file is empty or not a text.",
  broke: "What broke",
  fine: "No promise is broken in this run.",
  breaks: "here it breaks",
  told: "The story of this run ends so, as it says itself.",
  causes: "What led to it",
  event: (event) => `Event ${event}`,
  code: "What your code did",
  codeNote: (rule, server) => `${rule} on S${server}`,
  noCall: "No function of yours was called at this event or shortly before it.",
  toDecision: (event) => `Go to event ${event}`,
  decided: (line, event) =>
    event > 0 ? `At event ${event}, line ${line} decided.` : `Line ${line} decided.`,
  open: (line) => `Edit line ${line}`,
  earlierCall: "Earlier call",
  laterCall: "Later call",
  call: (index, of) => `call ${index} of ${of} at this event`,
  source: (file) => `${file}, the judged version`,
};
