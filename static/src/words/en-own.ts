// English: the learner's own function while it runs, and the page after a pass.
const count = (number: number, one: string): string =>
  `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;

export const enOwn = {
  file: (exercise: string): string => `${exercise}.go, to read`,
  lit: (server: number, event: number): string => `lit: what S${server} ran at event ${event}`,
  none: (server: number): string =>
    `S${server} has not called your code yet. Press a server to see its last call.`,
  earlier: "The call before",
  later: "The call after",
  call: (index: number, of: number): string => (of > 0 ? `call ${index} of ${of}` : "no call"),
  decided: (line: number): string => `Line ${line} decided.`,
  changed: "Changed:",
  times: (count: number): string => `the last of ${count} times`,
  answers: { yes: "yes", no: "no" },
  moreChanges: (count: number): string => `and ${count} more`,
  gives: (values: readonly string[]): string => `gives ${values.join(", ")}`,
  unread: "Never looked at in this call:",
  passed: {
    title: (rules: readonly string[]): string =>
      `Passed. These five servers run your ${rules.join(", ").replace(/, (\w+)$/, " and $1")}.`,
    note: "Nothing that we know how to do to it breaks a promise of Raft. Now you try.",
    notPassed: "This rule has not passed yet.",
    notPassedNote: "When it has, five servers run your code here.",
    back: "Back to the code",
    numbers: (calls: number, schedules: number, events: number): [string, string][] => [
      [calls.toLocaleString("en"), calls === 1 ? "small call" : "small calls"],
      [schedules.toLocaleString("en"), schedules === 1 ? "schedule" : "schedules"],
      [events.toLocaleString("en"), events === 1 ? "event" : "events"],
      ["0", "promises broken"],
    ],
    cluster: "Your cluster",
    building: "Compiling your code…",
    crash: "Crash the leader",
    cut: "Cut two off",
    heal: "Heal all",
    faults: "Random faults",
    lab: "In the lab",
    together: (titles: readonly string[]): string =>
      `Together with your code for: ${titles.join(", ")}.`,
    alone: "Run this file alone",
    mine: "Your own Raft",
    rules: (done: number, of: number): string => `${done} of ${count(of, "rule")}`,
    more: (left: number): string =>
      `${count(left, "more rule")}, and five servers run nothing but your code.`,
    whole: "All seven rules are yours: these servers run your own Raft.",
    tries: (schedules: number): string => `Play ${count(schedules, "random schedule")} with it`,
    trying: (done: number, of: number): string => `schedule ${done} of ${of}`,
    stop: "Stop",
    survived: (schedules: number, events: number): string =>
      `${count(schedules, "schedule")}, ${count(events, "event")}, and no promise was broken.`,
    broke: (sentence: string): string => `It broke: ${sentence}`,
    stopped: (done: number): string => `Stopped after ${count(done, "schedule")}.`,
    card: "Copy a card to share",
    copied: "Copied.",
    notCopied: "The browser does not allow it.",
    cardText: (schedules: number, events: number): string =>
      "I wrote Raft: seven rules of Figure 2 in Go. Five servers ran them through " +
      `${count(schedules, "random schedule")} with crashes, cuts and lost messages ` +
      `(${count(events, "event")}), and kept every promise of Figure 3. ` +
      "Raft Lab compiled and judged them in the browser.",
    tryTitle: "Try to break it",
    allPuzzles: "All puzzles",
    next: "The next rule",
    goOn: "Go on",
    all: "That was the last exercise.",
    home: "To the course",
  },
};
