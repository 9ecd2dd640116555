// What Raft adds to the story: elections, transfers, reads, and entries that are committed.
import type { Words } from "../../words/index.ts";
import { type Said, type Story, said } from "../story.ts";
import { field, type TraceLine } from "../trace-line.ts";

export const raftStory: Story = {
  silent: new Set(["apply", "log", "session", "term", "vote"]),
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
    if (kind !== "commit") return null;
    return said("good", words.story.commit(Number(field(details, "index"))), false);
  },
  // An entry is reported once, by the first server that commits it.
  progress: (line) => (line.kind === "commit" ? committedBy(line) : null),
  reached: (servers) => Math.max(0, ...servers.map(({ raft }) => raft?.commitIndex ?? 0)),
};

function committedBy(line: TraceLine): number {
  return Number(field(line.details, "index"));
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
