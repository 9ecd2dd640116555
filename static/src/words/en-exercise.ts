// English: the exercise page.
import type { ExerciseWords } from "./exercise.ts";

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

export const enExercise: ExerciseWords = {
  page: {
    number: (number, of) => `${number} of ${of}`,
    loading: "Opening the exercise…",
    noCourse: "The exercises could not be loaded",
    noCourseWhy: (why) => `Check your connection and try again. (${why})`,
    noExercise: (id) => `There is no exercise “${id}”`,
    exercises: "These are the exercises:",
    retry: "Try again",
    list: "To the course",
    check: "Check",
    stop: "Stop",
  },
  panes: {
    label: "Parts of the exercise",
    task: "Task",
    code: "Code",
    checks: "Checks",
    resize: (left, right) => `Width of ${left} and ${right}`,
  },
  task: {
    title: "Task",
    tasks: "Your tasks",
    done: "Done when",
    hintsNote: "Each has three hints: where to look, which rule, which shape. Read one, then try.",
    hint: (task, level) => `Hint ${task}.${level}`,
    nextHint: (level, of) => `Next hint (${level} of ${of})`,
    firstHint: "Show a hint",
    failed: "Does not pass yet:",
    allShown: "All three are shown.",
  },
  code: {
    editor: (file) => `${file}, in Go. Escape, then Tab leaves the editor.`,
    note: "gofmt on save",
    compare: "Compare with starter",
    compareEnd: "Back to the editor",
    compareNote: "struck out: the starter; marked: yours",
    same: "Your file is the same as the starter.",
    moreProblems: (count) => `and ${plural(count, "problem")} more`,
    noProblems: "no problems",
    compiledIn: (seconds) => `compiled in ${seconds} s`,
    problemAt: (line, message) => `line ${line}: ${message}`,
    notYet: "Completions come with the Go compiler, which is not here yet.",
    notFormatted: "Not formatted: the file has a mistake.",
  },
  download: {
    why: "The real Go compiler runs in this page. It is fetched once and kept by the browser.",
    ask: "Your browser asks to save data, so the Go compiler (about 13 MB) is fetched only on request.",
    start: "Fetch the compiler",
    awaiting: (made, total) =>
      `The Go compiler is being built, ${made} of ${total} parts. You can write meanwhile.`,
    fetching: (loaded, total) => `Fetching the Go compiler: ${loaded} of ${total} MB`,
    preparing: "Preparing the Go compiler…",
    failed: "The Go compiler could not be fetched.",
    cancelled: "The Go compiler was not fetched. Nothing can be checked without it.",
    cancel: "Cancel",
    retry: "Try again",
    label: "The Go compiler",
  },
  checks: {
    title: "Checks",
    summary: (passed, of) => `${passed} of ${of} pass`,
    took: (seconds) => `${seconds} s`,
    details: (calls, schedules, events) =>
      [
        ...(calls > 0 ? [plural(calls, "small call")] : []),
        ...(schedules > 0 ? [plural(schedules, "schedule")] : []),
        ...(events > 0 ? [plural(events, "event")] : []),
      ].join(" · "),
    none:
      "Write your rule, then press Check or Shift+Enter. Your code is compiled and judged here; " +
      "nothing leaves this page.",
    waiting: "Waiting for the Go compiler…",
    building: "Compiling and linking…",
    soFar: "Not right",
    passSoFar: (passed, of) => `${passed} of ${of} checks pass so far.`,
    trying: "Still trying to break it",
    stage: (stage, done, of) =>
      ({
        examples: `situation ${done} of ${of}`,
        calls: plural(done, "small call"),
        stories: `story ${done} of ${of}`,
        schedules: `schedule ${done} of ${of}`,
      })[stage],
    beginWith: "Begin with this one",
    othersFail: (count) =>
      `${plural(count, "more check")} that ${count === 1 ? "does" : "do"} not pass`,
    allChecks: "All checks",
    unbuilt: "It does not compile, so nothing was checked.",
    stopped: "Stopped. Checks that had not finished have no verdict.",
    stoppedEarly: "Stopped before anything was checked.",
    failed: (why) => `The checks could not be run: ${why}`,
    stages: {
      examples: "The paper's situations",
      calls: "Every small call",
      stories: "Stories",
      schedules: "Random schedules",
    },
    states: {
      waiting: "not run",
      running: "running",
      passed: "passed",
      failed: "failed",
      left: "not run",
    },
    verdicts: {
      pass: "Passed",
      safety: "Violates a property",
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
      safety: "With this rule a safety property, one of Raft's promises, is violated.",
      liveness:
        "No run that was played violates a property of safety, but a cluster makes no progress.",
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
    left: (names) =>
      names.length > MANY
        ? `${names.length} checks were not played.`
        : `Not played: ${names.join("; ")}.`,
    calls: (done) => `${plural(done, "call")}`,
    schedules: (done, of) => `${done} of ${of}`,
    shrinking: (runs) => `shrinking: ${plural(runs, "run")}`,
    more: (count) => `${plural(count, "check")} more`,
    state: "state",
    request: "asked",
    yours: "yours",
    allowed: "allowed",
    inCluster: (seed, event, milliseconds) =>
      `A random schedule, seed ${seed}: ${place(event, milliseconds)}.`,
    inStory: (story, event, milliseconds) =>
      `The story of ${story}: ${place(event, milliseconds)}.`,
    smallestLines: (lines) => `Smallest scenario: ${plural(lines, "line")}`,
    beginningLines: (lines) => `How the run begins: ${plural(lines, "line")}`,
    notMinimal: "made smaller; the search for the smallest one reached its limit",
    watch: "Watch it",
    panicked: "Stack, innermost call first",
    frame: (name, file, line) => `${name}, ${file} line ${line}`,
    folded: "calls of the lab and the grader",
    printed: "What the program printed last",
    unreached: "No run in a cluster reached",
    hint: (task, level, title) => `Show hint ${task}.${level}: ${title}`,
    noHint: (task) => `All hints for task ${task} are shown.`,
    lab: "Run my code in the lab",
    passed: (rule) => `See five servers run your ${rule}`,
    next: (title) => `Next exercise: ${title}`,
    whole: "The whole report as text",
    outdated: "These results are for the file at the time when you pressed Check.",
  },
  keep: {
    saved: "saved",
    saving: "saving…",
    memory: "not saved",
    damaged:
      "What the browser kept of this file cannot be read, so here is the starter. A zip that you exported has your " +
      "file, if there is one: press Import.",
    memoryWhy: (why) =>
      `This browser does not keep what you write. It is lost when you close the page: export it first. (${why})`,
    reset: "Reset",
    resetDone: "The starter is back.",
    undo: "Undo",
    undone: "Your file is back.",
    exportAll: "Export",
    importAll: "Import",
    imported: (names, left) =>
      `Taken from the zip: ${names}.${left > 0 ? ` ${plural(left, "other file")} left out.` : ""}`,
    importFailed: (why) => `Nothing was imported. ${why}`,
    elsewhere: "This file was changed in another tab.",
    take: "Take that one",
    keepMine: "Keep this one",
    earlier: "You solved this exercise from an earlier starter.",
    takeEarlier: "Take that file",
    dismiss: "Dismiss",
  },
};
