// The lines of replicas: `primary epoch=1`, `version x 1(S1:2)`, `transaction t1 ready put x 1`, and their messages.
import type { LineRules } from "../line-rules.ts";
import { numberAfter } from "../text.ts";

export const replicaRules: LineRules = {
  work: [
    ...["primary", "backup", "fenced", "fallback", "history", "version", "hint", "handed-off"],
    ...["transaction", "blocked", "refuses"],
  ],
  applied: "",
  marks: [
    "primary",
    "fenced",
    "fallback",
    "version",
    "hint",
    "handed-off",
    "transaction",
    "blocked",
  ],
  messages: [
    ["Replicate", "Replicated"],
    ["CallPosition", "PositionIs"],
    ["Read", "ReadReply"],
    ["Write", "Written"],
    ["KeepHint", "HintKept"],
    ["Prepare", "Voted"],
    ["PreCommit", "PreCommitOK"],
    ["Decide", "DecideOK"],
    ["AskPhase", "PhaseIs"],
  ],
  others: [
    ["PromoteYou", ""],
    ["Digest", ""],
    ["Exchange", ""],
  ],
  badges: ["replica", "primary", "backup"],
  changes(kind, details) {
    if (kind === "primary" || kind === "backup" || kind === "fenced") {
      return { badge: kind === "fenced" ? "" : kind, level: numberAfter(details, "epoch=") };
    }
    if (kind === "version") return { badge: "", level: sumIn(details) };
    if (kind === "transaction") return { badge: "", level: numberAfter(details, "t") };
    return null;
  },
  levelOf: (details) => numberAfter(details, "epoch=") || sumIn(details),
  isRefusal: (details) => / (?:refused|no)\b/.test(details),
};

/** sumIn is the highest number of writes that a version in a line includes. */
function sumIn(details: string): number {
  const vectors = [...details.matchAll(/\(((?:S\d:\d+,?)+)\)/g)].map(([, vector = ""]) => vector);
  const sums = vectors.map((vector) =>
    [...vector.matchAll(/:(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0),
  );
  return Math.max(0, ...sums);
}
