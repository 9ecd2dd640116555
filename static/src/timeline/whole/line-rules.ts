// The lines of whole servers: `state term=3 leads`, `apply 4 put x 1`, `prints "S1 votes\n"`, and their messages, which
// programs name as they like: those of Figure 2 have their usual names here.
import type { LineRules } from "../line-rules.ts";

export const wholeRules: LineRules = {
  work: ["state", "log", "apply", "install", "prints"],
  applied: "apply",
  marks: ["state", "install", "prints"],
  messages: [
    ...["RequestVote", "AppendEntries", "InstallSnapshot", "PreVote", "Heartbeat"],
    ...["HandleRequestVote", "HandleAppendEntries", "HandleInstallSnapshot"],
    ...["RequestVoteRPC", "AppendEntriesRPC", "InstallSnapshotRPC"],
    ...["RequestPreVote", "HeartBeat", "AppendEntry", "SendSnapshot"],
  ].map((name) => [name, `${name}Reply`] as const),
  others: [],
  badges: ["follows", "leader"],
  changes(kind, details) {
    if (kind !== "state") return null;
    return { badge: details.endsWith(" leads") ? "leader" : "follows", level: termOf(details) };
  },
  levelOf: termOf,
  isRefusal: (details) =>
    / \w+Reply /.test(details) && details.includes("=false") && !details.includes("=true"),
};

/** termOf is the term of a server's line or of a message, which may be a field of any spelling, 0 for none. */
function termOf(details: string): number {
  return Number(/(?:^| )(?:current)?term=(\d+)/i.exec(details)?.[1] ?? 0);
}
