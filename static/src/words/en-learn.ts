// English: the lessons' page.
import type { LearnWords } from "./learn.ts";

export const enLearn: LearnWords = {
  title: "Lessons",
  intro:
    "Raft from the beginning. Small clusters in the text are paused at the moment that it describes: predict what " +
    "happens next, then let them run.",
  whole: {
    write: {
      title: "Write a whole server: exercise 13",
      text: "One function, from a skeleton: state, timers, saving and sending are yours.",
    },
    bring: {
      title: "Wrote a whole Raft for a course?",
      text: "Bring it: Go compiles it here, the suite judges it, and what breaks opens in the lab.",
    },
  },
  loading: "Opening the lessons…",
  failed: (why) => `The lessons could not be loaded: ${why}. Check your connection and try again.`,
  retry: "Try again",
  unknown: (id) => `There is no lesson “${id}”.`,
  list: "All lessons",
  letters: {
    A: { title: "Elections", text: "How servers agree on a leader, and what keeps it to one." },
    B: { title: "Replication", text: "How the leader's log becomes everybody's." },
    C: {
      title: "Safety",
      text: "Which promises, the paper's safety properties, hold at every moment, and why.",
    },
    D: { title: "Storage", text: "What has to survive a power failure." },
    E: { title: "Reads", text: "What a read costs, and what its answer is worth." },
    F: { title: "Membership", text: "How the servers of a cluster change while it runs." },
    G: {
      title: "Neighbours of Raft",
      text: "Paxos, ZAB and replication without consensus, and how to choose between them.",
    },
    I: { title: "A whole server", text: "What is between the rules, and a Raft of your own." },
  },
  read: "read",
  lesson: (number, of, part) => `Lesson ${number} of ${of} · ${part}`,
  sections: (sections) =>
    /^(§|thesis)/.test(sections) ? `In the Raft paper: ${sections}` : `To read: ${sections}`,
  played: "The scenarios of this lesson in full:",
  toBreak: "Break it yourself:",
  write: "The course: write the rules yourself",
  previous: "Before",
  next: "Next",
  words: {
    myths: "Common myths",
    mythsNote:
      "Sentences about Raft and its neighbours that you will hear, and why they are wrong.",
    see: (title) => `See it: ${title}`,
    asked: (title) => `Predict it: ${title}`,
  },
  lab: {
    label: (title) => `Lab: ${title}`,
    play: "Play",
    pause: "Pause",
    step: "Step",
    finish: "To the end",
    again: "Rewind",
    againNote: "Back to the moment that the text describes",
    speed: "Speed",
    times: (speed) => `${speed}×`,
    moment: (seconds) => `${seconds} s`,
    open: "Open in the lab",
    captionOf: (seconds) => `At ${seconds} s, before you played:`,
    withRules: (story, rules) => `${story}, with the rules “${rules}”`,
    rules: (title) => `Wrong on purpose: ${title}`,
    failed: "Stopped",
    told: "As the story says",
    logs: "Logs",
    checks: "Promises",
    feed: "What happened",
    clients: "Clients",
    none: "Nothing yet. Press Play, or Step.",
  },
  standing: {
    some: (answered, of) => `${answered} of ${of} predictions`,
    all: (of, wrong) =>
      wrong === 0
        ? `You have answered ${of === 1 ? "the prediction" : `all ${of} predictions`} of this lesson, and were right.`
        : `You have answered ${of === 1 ? "the prediction" : `all ${of} predictions`} of this lesson, and were wrong ` +
          `${wrong === 1 ? "once" : `${wrong} times`}.`,
    wrong: (count) => `${count} wrong`,
    comesBack: "What was wrong comes back later on the first page, in another dress:",
    left: "The lesson is read when each prediction was answered. Still open:",
  },
  rule: {
    title: "The rule to write",
    write: "Write it:",
    begun: "begun",
    passed: "passed",
  },
  review: {
    title: "Comes back to you",
    from: (lesson) => `from “${lesson}”`,
    waiting: (count) => (count === 1 ? "the only one" : `1 of ${count}`),
    note: "You were wrong about this once, in another dress. Right twice, and it stays away.",
    right: "Right.",
    wrong: "No.",
    isRight: "right",
    yours: "your answer",
    again: "It comes back again.",
    onceMore: "Right once more, and it stays away.",
    away: "That was the second time: it stays away.",
    next: "Go on",
  },
  predict: {
    title: "What happens next?",
    run: "See what happens",
    running: "Running…",
    again: "Show it again",
    right: "That is what happens.",
    wrong: "No.",
    isRight: "what happens",
    yours: "your answer",
  },
  task: {
    title: "Make it happen",
    command: (number) => `Command ${number}`,
    begin: "Begin with one of these, and change the servers:",
    run: "Run it",
    running: "Running…",
    reached: "Reached.",
    missed: "Not reached.",
    unforeseen: "Look at the lab above: what happened instead?",
    refused: (why) => `The lab does not accept this: ${why}.`,
    hint: "Hint",
    solution: "Show a solution",
  },
};
