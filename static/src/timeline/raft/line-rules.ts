// Raft's lines: `role leader term=3`, `term 3`, and the four messages of Figure 2.
import type { LineRules } from "../line-rules.ts";
import { firstWord, numberAfter } from "../text.ts";

export const raftRules: LineRules = {
  work: ["role", "term", "vote", "log", "commit", "apply", "session"],
  applied: "apply",
  marks: ["role", "commit"],
  news: ["role", "commit", "apply"],
  messages: [
    ["RequestVote", "RequestVoteReply"],
    ["AppendEntries", "AppendEntriesReply"],
  ],
  badges: ["follower", "candidate", "leader"],
  changes(kind, details) {
    if (kind === "role") return { badge: firstWord(details), level: numberAfter(details, "term=") };
    if (kind === "term") return { badge: "", level: Number(firstWord(details)) || 0 };
    return null;
  },
  levelOf: (details) => numberAfter(details, "term="),
  isRefusal: (details) => details.includes(" refused"),
};
