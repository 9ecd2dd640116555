// Raft's lines: `role leader term=3`, `term 3`, the four messages of Figure 2, and those of elections that do not
// disturb.
import type { LineRules } from "../line-rules.ts";
import { firstWord, numberAfter } from "../text.ts";

export const raftRules: LineRules = {
  work: [
    "role",
    "term",
    "vote",
    "log",
    "commit",
    "apply",
    "forget",
    "transfer",
    "read",
    "lease",
    "session",
    "snapshot",
    "compact",
    "install",
    "members",
    "catch-up",
    "progress",
  ],
  applied: "apply",
  marks: [
    "role",
    "commit",
    "forget",
    "transfer",
    "read",
    "lease",
    "compact",
    "install",
    "members",
    "progress",
  ],
  messages: [
    ["RequestVote", "RequestVoteReply"],
    ["AppendEntries", "AppendEntriesReply"],
    ["PreVote", "PreVoteReply"],
    ["Heartbeat", "HeartbeatReply"],
    ["ReadIndex", "ReadIndexReply"],
    ["InstallSnapshot", "InstallSnapshotReply"],
  ],
  others: [
    ["TransferVote", "RequestVoteReply"],
    ["TimeoutNow", ""],
  ],
  badges: ["follower", "candidate", "leader", "pre-candidate"],
  changes(kind, details) {
    if (kind === "role") return { badge: firstWord(details), level: numberAfter(details, "term=") };
    if (kind === "term") return { badge: "", level: Number(firstWord(details)) || 0 };
    return null;
  },
  levelOf: (details) => numberAfter(details, "term="),
  isRefusal: (details) => details.includes(" refused"),
};
