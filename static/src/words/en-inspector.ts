// English: what each row of the inspector is, by its name. Fetched when somebody looks at a server.
import { enChapters } from "./en-chapters.ts";
import { enLab } from "./en-lab.ts";

const { elections, reads, server } = enLab;
const { flow, members, snapshots } = enChapters;

export const enInspector: Readonly<Record<string, string>> = {
  role: "A follower waits for a leader, a candidate asks for votes, and the leader takes commands (§5.1).",
  currentTerm:
    "The latest term that it has seen. It only rises, and it is on the disk (Figure 2, §5.1).",
  votedFor:
    "Who has its vote in this term: one server at most. It is on the disk (Figure 2, §5.2).",
  log: "The terms of its entries, in their order. The entries are on the disk (Figure 2, §5.3).",
  commitIndex:
    "The last entry that it knows to be committed. It is in memory: after a restart it is 0 again (Figure 2, §5.3).",
  lastApplied:
    "The last entry whose command it has carried out. It follows commitIndex, entry by entry (Figure 2, §5.3).",
  leader: "The leader of its term, once it has heard from one. It sends clients there (§5.1, §8).",
  nextIndex:
    "For each server, the entry to send next. It is a guess, and goes back after a refusal (Figure 2, §5.3).",
  matchIndex:
    "For each server, the last entry that is surely on it. What a majority has may be committed (Figure 2, §5.3).",
  sessions: "The clients that it knows, so that it carries out a command once (§8, thesis §6.3).",
  [server.state]: "Whether it runs. In a crash it loses all but its disk, in a pause nothing.",
  [server.timer]:
    "When it runs out, the server stands for election. A leader has none: it sends heartbeats (Figure 2, §5.2).",
  [server.votes]: "Who has voted for it in this term. With a majority it leads (Figure 2, §5.2).",
  [server.clock]: "Its clock runs too fast or too slow. That may cost time, but no promise (§5.6).",
  [server.disk]:
    "How long a save takes. It answers only when what it says is on the disk (Figure 2, State).",
  [server.data]: "What its state machine holds: what the applied commands have written (§2).",
  [server.badge]: "What the server is at this moment.",
  [server.level]: "The number that rises in this protocol. Each has a colour of its own.",
  [elections.heard]:
    "Whether it heard from a leader just now. Then it votes for nobody else (thesis §4.2.3, §9.6).",
  [elections.preVotes]:
    "Who says that it would vote for this server. With a majority it stands (thesis §9.6).",
  [elections.answered]:
    "Who has answered this leader in the present interval. Without a majority it steps down (thesis §6.2).",
  [elections.target]:
    "The server to which it hands over. Until then it takes no command (thesis §3.10).",
  [reads.waiting]:
    "Reads that are not answered yet. The leader must first show that it still leads (§8, thesis §6.4).",
  [reads.lease]:
    "For so long nobody else can be elected, if no clock runs much faster. Reads need no message (thesis §6.4.1).",
  [snapshots.base]: "Its log begins behind this entry. A snapshot stands for all up to it (§7).",
  [snapshots.last]: "The newest snapshot on its disk, and the last entry in it (§7).",
  [snapshots.voters]:
    "The servers that decide as of the snapshot. Their entry may be gone from the log (§7).",
  [snapshots.sessions]:
    "The sessions of clients in the snapshot, so that copies are still known (§8).",
  [snapshots.arriving]:
    "A snapshot that comes from the leader in chunks. It counts when it is whole (Figure 13, §7).",
  [snapshots.sending]:
    "To whom it sends its snapshot, and how much of it is confirmed (Figure 13, §7).",
  "a follower":
    "Probe: one message at a time, until the logs agree. Replicate: it sends on without waiting (thesis §10.2.1).",
  [flow.durable]: "What its own disk has. It counts itself up to there only (thesis §10.2.1).",
  [members.counts]:
    "The servers of which it needs a majority: the last configuration in its log (§6).",
  [members.since]:
    "The entry with this configuration. It counts as soon as it is in the log, committed or not (§6).",
  [members.stands]:
    "A server without a vote waits, and does not stand for election (thesis §4.2.2).",
  [members.mayChange]:
    "One change at a time, and only after an entry of its own term is committed (thesis §4.1).",
  "a half":
    "How far the servers of this half have the log, and behind the arrow what a majority of them has (§6).",
  [members.catchUp]: "New servers get the log in rounds, before they count (thesis §4.2.1).",
};
