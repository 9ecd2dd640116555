// English: the pages of reference.
import type { ReferenceWords } from "./reference.ts";

export const enReference: ReferenceWords = {
  loading: "Opening the page…",
  failed: (why) => `The page could not be loaded: ${why}. Check your connection and try again.`,
  retry: "Try again",
  glossary: {
    title: "Glossary",
    intro:
      "The words of Raft and of this course, one sentence each. In lessons and exercises a dotted line marks the " +
      "first use of such a word: point at it, or tap it, and its sentence appears.",
    taught: (lesson) => `Lesson: ${lesson}`,
  },
  figure2: {
    title: "Figure 2, rule by rule",
    intro:
      "Figure 2 of the paper is all of Raft on one page. Here it is in our own words. A rule is checked off when you " +
      "have passed every exercise that has it.",
    progress: (done, of) => `${done} of ${of} rules are yours.`,
    done: "passed",
    partly: (passed, of) => `${passed} of ${of} exercises passed`,
    open: "not passed yet",
    lab: "done by the lab",
    labNote: "the lab does this",
  },
  figure4: {
    title: "Figure 4: the three roles",
    intro:
      "Every server is in one of three roles. An arrow is the only way from one to another, and leads to the lesson " +
      "about it.",
    label:
      "Three roles, follower, candidate and leader, and six arrows. The list below has the same.",
    states: [
      ["Follower", "answers"],
      ["Candidate", "asks for votes"],
      ["Leader", "sends entries"],
    ],
    arrows: [
      {
        lines: ["starts"],
        from: "Start → follower:",
        text: "Every server begins as a follower, also after a crash.",
        lesson: "a2-terms",
        exercise: "persist",
      },
      {
        lines: ["election timeout", "is over"],
        from: "Follower → candidate:",
        text: "It has heard from no leader for a whole election timeout. It raises its term and asks for votes.",
        lesson: "a3-timeouts",
        exercise: "timeout",
      },
      {
        lines: ["timeout again:", "next term"],
        from: "Candidate → candidate:",
        text: "The election had no result. It begins the next one, with a higher term.",
        lesson: "a3-timeouts",
        exercise: "campaign",
      },
      {
        lines: ["votes from", "a majority"],
        from: "Candidate → leader:",
        text: "More than half of all servers have given it their vote of this term.",
        lesson: "a4-one-vote",
        exercise: "campaign",
      },
      {
        lines: ["a leader of", "its term, or a", "higher term"],
        from: "Candidate → follower:",
        text: "Another server has won this term, or there is a later one.",
        lesson: "a2-terms",
        exercise: "append",
      },
      {
        lines: ["a higher term"],
        from: "Leader → follower:",
        text: "A message says that a later term has begun. The leader steps down.",
        lesson: "a7-stale-leader",
        exercise: "replicate",
      },
    ],
    list: "The arrows",
    lesson: (title) => `Lesson: ${title}`,
    exercise: (title) => `You write it in: ${title}`,
  },
};
