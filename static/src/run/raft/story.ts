// What Raft adds to the story: elections, transfers, reads, and entries that are committed.
import type { Words } from "../../words/index.ts";
import { type Said, type Story, said } from "../story.ts";
import { field, type TraceLine } from "../trace-line.ts";

export const raftStory: Story = {
  silent: new Set(["apply", "log", "session", "compact", "term", "vote"]),
  sentence({ actor, kind, details }, words) {
    if (kind === "role") return roleSentence(actor, details, words);
    if (kind === "forget") {
      return said("plain", words.story.forgets(actor, field(details, "leader")), false);
    }
    if (kind === "transfer") {
      const to = field(details, "to");
      return said(
        "plain",
        to ? words.story.handsOver(actor, to) : words.story.leadsOn(actor),
        true,
      );
    }
    if (kind === "read") {
      const [request = ""] = details.split(" ");
      return said("plain", words.story.reads(actor, request, field(details, "round")), false);
    }
    if (kind === "lease") return said("plain", words.story.lease(actor, details), false);
    if (kind !== "commit") return later(actor, kind, details, words);
    return said("good", words.story.commit(Number(field(details, "index"))), false);
  },
  // An entry is reported once, by the first server that commits it.
  progress: (line) => (line.kind === "commit" ? committedBy(line) : null),
  reached: (servers) => Math.max(0, ...servers.map(({ raft }) => raft?.commitIndex ?? 0)),
};

function committedBy(line: TraceLine): number {
  return Number(field(line.details, "index"));
}

/** later has snapshots and changes of the servers. */
function later(actor: string, kind: string, details: string, { story }: Words): Said | null {
  const part = (name: string): string => field(details, name).replaceAll(",", " ");
  if (kind === "snapshot") return said("plain", story.takesSnapshot(actor, part("index")), true);
  if (kind === "install") return said("good", story.installs(actor, part("index")), true);
  if (kind === "catch-up") {
    const [servers = ""] = details.split(" ");
    const [round, to] = [Number(part("round")), Number(part("to"))];
    return said("plain", story.catchesUp(actor, servers.replaceAll(",", " "), round, to), false);
  }
  if (kind !== "members") return null;
  const [voters, next, learners] = [part("voters"), part("next"), part("learners")];
  const index = Number(part("at"));
  return said("plain", story.decidesBy(actor, index, voters, next, learners), false);
}

function roleSentence(actor: string, details: string, words: Words): Said | null {
  const role = details.split(" ", 1)[0];
  const term = Number(field(details, "term"));
  if (role === "leader") return said("good", words.story.leads(actor, term), true);
  if (role === "pre-candidate") {
    return said("plain", words.story.asksFirst(actor, term + 1), false);
  }
  if (role === "candidate") return said("plain", words.story.campaigns(actor, term), false);
  if (role === "follower") return said("plain", words.story.follows(actor, term), false);
  return null;
}
