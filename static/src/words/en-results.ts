// English: the results of the checks. They come with the first run.
import type { ResultWords } from "./exercise.ts";

const plural = (count: number, one: string): string =>
  `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

const MANY = 3;

/** span is a time as people say it, as the grader's report does: 82 ms, 1.2 s, 20 min. */
export function span(milliseconds: number): string {
  const tenths = Math.floor((milliseconds + 50) / 100);
  if (milliseconds < 1000) return `${milliseconds} ms`;
  if (tenths < 600) return `${tenths % 10 > 0 ? (tenths / 10).toFixed(1) : tenths / 10} s`;
  const seconds = Math.floor((milliseconds + 500) / 1000);
  return `${Math.floor(seconds / 60)} min${seconds % 60 > 0 ? ` ${seconds % 60} s` : ""}`;
}

/** place has no time for a run that was ended because of its length. */
const place = (event: number, milliseconds: number): string =>
  `event ${event}${milliseconds > 0 ? `, after ${span(milliseconds)}` : ""}`;

export const enResults: ResultWords = {
  details: (calls, schedules, events) =>
    [
      ...(calls > 0 ? [plural(calls, "small call")] : []),
      ...(schedules > 0 ? [plural(schedules, "schedule")] : []),
      ...(events > 0 ? [plural(events, "event")] : []),
    ].join(" · "),
  soFar: "Not right",
  passSoFar: (passed, of) => `${passed} of ${of} checks pass so far.`,
  beginWith: "Begin with this one",
  othersFail: (count) =>
    `${plural(count, "more check")} that ${count === 1 ? "does" : "do"} not pass`,
  unbuilt: "It does not compile, so nothing was checked.",
  stopped: "Stopped. Checks that had not finished have no verdict.",
  stoppedEarly: "Stopped before anything was checked.",
  verdicts: {
    pass: "Passed",
    safety: "Breaks a promise",
    liveness: "Gets stuck",
    crash: "Crashed",
    unfinished: "Not written yet",
    inconclusive: "No verdict",
    compile: "Does not compile",
    refused: "Refused",
    infrastructure: "Not judged",
  },
  verdictNotes: {
    pass: "Every check passes.",
    safety: "With this rule one of Raft's promises is broken: a safety property of the paper.",
    liveness: "No run that was played breaks a promise, but a cluster makes no progress.",
    crash: "Your code ended without an answer.",
    unfinished: "The rule still panics with raft.TODO. It is your turn.",
    inconclusive:
      "A check reached its limit without a verdict. That is neither a pass nor a failure.",
    compile: "The compiler says what is wrong.",
    refused: "The file does something that no exercise may do.",
    infrastructure: "This machine could not judge the file. It is not your fault.",
  },
  wrongCall: "Not right",
  wrongCalls: {
    safety: "The rule does something that the paper does not allow.",
    liveness: "The rule does something that can keep a cluster from making progress.",
  },
  stuck: "And a cluster makes no progress with it.",
  notKept: "Not kept:",
  notation: [
    [/\b(?:last|prev=?|match=?|conflict=)\s?\d+\/\d+/, "5/1 is the entry with index 5, of term 1."],
    [/\blog=\[/, "log=[1 2] has the term of each entry, from index 1 on."],
    [/\bentries=\d/, "entries=1,2 has the term of each entry in the message."],
    [/\bprev=/, "prev is the entry before them."],
    [/\bcommit=/, "commit is the leader's commit index."],
  ],
  left: (names) =>
    names.length > MANY
      ? `${names.length} checks were not played.`
      : `Not played: ${names.join("; ")}.`,
  state: "state",
  request: "asked",
  yours: "yours",
  allowed: "allowed",
  inCluster: (seed, event, milliseconds) =>
    `A random schedule, seed ${seed}: ${place(event, milliseconds)}.`,
  inStory: (story, event, milliseconds) => `The story of ${story}: ${place(event, milliseconds)}.`,
  smallestLines: (lines) => `Smallest scenario: ${plural(lines, "line")}`,
  beginningLines: (lines) => `How the run begins: ${plural(lines, "line")}`,
  notMinimal: "made smaller; the search for the smallest one reached its limit",
  watch: "Watch it",
  ran: (lines) => `Lines of your file that ran: ${lines}.`,
  endedAt: (line) => `The call ended at line ${line}`,
  panicked: "Stack, innermost call first",
  frame: (name, file, line) => `${name}, ${file} line ${line}`,
  folded: "calls of the lab and the grader",
  printed: "What the program printed last",
  unreached: "No run in a cluster reached",
  noHint: (task) => `All hints for task ${task} are shown.`,
  lab: "Run my code in the lab",
  passed: (rule) => `See five servers run your ${rule}`,
  next: (title) => `Next exercise: ${title}`,
  outdated: "These results are for the file at the time when you pressed Check.",
};
