// English: the exercise page.
import type { ExerciseWords } from "./exercise.ts";

const plural = (count: number, one: string): string =>
  `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

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
    none:
      "Write your rule, then press Check or Shift+Enter. Your code is compiled and judged here; " +
      "nothing leaves this page.",
    waiting: "Waiting for the Go compiler…",
    building: "Compiling and linking…",
    trying: "Still trying to break it",
    stage: (stage, done, of) =>
      ({
        examples: `situation ${done} of ${of}`,
        calls: plural(done, "small call"),
        stories: `story ${done} of ${of}`,
        schedules: `schedule ${done} of ${of}`,
      })[stage],
    allChecks: "All checks",
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
    calls: (done) => `${plural(done, "call")}`,
    schedules: (done, of) => `${done} of ${of}`,
    shrinking: (runs) => `shrinking: ${plural(runs, "run")}`,
    more: (count) => `${plural(count, "check")} more`,
    hint: (task, level, title) => `Show hint ${task}.${level}: ${title}`,
    whole: "The whole report as text",
  },
  keep: {
    saved: "saved",
    saving: "saving…",
    memory: "not saved",
    damaged:
      "What the browser kept of this file cannot be read, so here is the starter. Import a zip that you exported.",
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
