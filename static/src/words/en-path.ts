// English: the course's path.
import type { PathWords } from "./path.ts";

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

export const enPath: PathWords = {
  title: "The course",
  note: "One path: read, predict, write the rule, break it.",
  onward: {
    again: "Continue where you were",
    go: "Continue",
    all: {
      title: "You have done it all",
      text: "Every lesson, every rule, every puzzle. Let your own Raft run, and break what you can.",
      own: "Run your own Raft",
      whole: "Write a whole server",
      scenarios: "Watch the scenarios",
    },
  },
  kinds: { lesson: "", exercise: "Write it:", puzzle: "Break it:" },
  what: (kind, number, of) =>
    `${{ lesson: "Lesson", exercise: "Rule", puzzle: "Puzzle" }[kind]} ${number} of ${of}`,
  counts: (lessons, rules, puzzles) =>
    [plural(lessons, "lesson"), plural(rules, "rule"), plural(puzzles, "puzzle")]
      .filter((text) => !text.startsWith("0 "))
      .join(" · "),
  watch: "scenarios",
  last: "A whole server",
  watchOf: (part) => `${part}: scenarios`,
  state: {
    lesson: { done: "read", begun: "begun" },
    exercise: { done: "✓ passed", begun: "begun" },
    puzzle: { done: "✓ solved", begun: "tried" },
  },
  key: { lesson: "a lesson", exercise: "a rule to write", puzzle: "a puzzle" },
  progress: (kind, done, of) =>
    `${done} of ${plural(of, { lesson: "lesson", exercise: "rule", puzzle: "puzzle" }[kind])}`,
  own: {
    title: "Your own Raft",
    note: (rules, of) => `${rules} of the ${of} rules of Figure 2`,
    text:
      "Each rule that you pass becomes a part of it. With all seven, servers of the lab run nothing " +
      "but your rules.",
    whole: "All seven are yours. Let five servers run them, and break what you can.",
    yours: "✓ yours",
    begun: "begun",
    open: "Run it in the lab",
    bring: "Bring a whole one",
    write: "Write a whole one: exercise 13",
  },
};
