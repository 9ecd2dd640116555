// The lines of ZAB: `standing following S5 round=1`, `epoch accepted=2`, `delivered 1:2 put x 1`, and its messages.
import type { LineRules } from "../line-rules.ts";
import { firstWord, numberAfter } from "../text.ts";

export const zabRules: LineRules = {
  work: [
    ...["standing", "vote", "epoch", "phase", "sync", "snapshot", "history", "restore"],
    ...["delivered", "established"],
  ],
  applied: "delivered",
  marks: ["standing", "established", "sync", "restore"],
  messages: [
    ["FOLLOWERINFO", "LEADERINFO"],
    ["PROPOSE", "ACK"],
  ],
  others: [
    ...["NOTIFICATION", "ACKEPOCH", "DIFF", "TRUNC", "SNAP", "NEWLEADER", "UPTODATE", "COMMIT"],
    ...["INFORM", "PING", "RESET", "SYNC"],
  ].map((name) => [name, ""] as const),
  badges: ["looking", "following", "leading", "observing"],
  changes(kind, details) {
    if (kind === "standing") return { badge: firstWord(details), level: 0 };
    if (kind !== "epoch" && kind !== "established") return null;
    const number = ["accepted=", "current=", "epoch="].map((name) => numberAfter(details, name));
    return { badge: "", level: Math.max(...number) };
  },
  levelOf: (details) => numberAfter(details, "epoch="),
  isRefusal: () => false,
};
