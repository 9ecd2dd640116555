// The page's English about ZAB.
import type { PromiseText } from "./teach.ts";

export const enZab = {
  histories: "Histories",
  legend:
    "zxid = epoch:counter · ✓ delivered · hatched on disk · dashed in memory · bracket: what the leader can send",
  delivered: "delivered",
  durable: "on its disk, not delivered",
  inMemory: "in memory only",
  cut: "to be cut off",
  folded: "in its snapshot",
  snapshot: "snap",
  needs: "sync · phase",
  toCome: "still to come",
  parts: (part: number, parts: number) => (parts > 0 ? `${part}/${parts}` : ""),
  part: (kind: string, zxid: string, part: number, parts: number) =>
    parts > 0 ? `${kind} ${zxid}, ${part} of ${parts}` : `${kind} ${zxid}`,
  phaseOf: (phase: string, epoch: number) =>
    `${phase === "synchronization" ? "sync" : phase}, e${epoch}`,
  level: (epoch: number) => ({ long: `epoch ${epoch}`, short: `e${epoch}` }),
  standing: {
    looking: "looking",
    following: "following",
    leading: "leading",
    observing: "observing",
  } as Readonly<Record<string, string>>,
  questions: {
    vote: (leader: number, epoch: number, zxid: string) =>
      `Votes for S${leader} (${epoch}, ${zxid || "–"})`,
    epoch: (epoch: number) => `Epoch ${epoch} accepted`,
    newLeader: (epoch: number) => `NEWLEADER of epoch ${epoch}`,
    ack: (zxid: string, text: string) => `ACK of ${zxid} ${text}`,
    answers: (leader: number) => `Lately heard by S${leader}`,
  },
  rows: {
    standing: "state",
    follows: (standing: string, leader: number) => `${standing} S${leader}`,
    phase: "phase",
    vote: "vote",
    voteText: (leader: number, epoch: number, zxid: string) =>
      `S${leader} (${epoch}, ${zxid || "–"})`,
    round: "round",
    accepted: "acceptedEpoch",
    current: "currentEpoch",
    notYet: (current: number, next: number) => `${current}, not yet ${next}`,
    last: "last zxid",
    delivered: "delivered to",
    base: "snapshot to",
    sync: "sync",
    serves: "serves clients",
    outstanding: "outstanding",
    window: "can send from",
    span: (first: string, last: string) => `${first} – ${last}`,
  },
  side: {
    title: "Votes",
    phases: "Phases",
    phase: ["election", "discovery", "synchronization", "broadcast"],
    votes: "Votes: leader (epoch, zxid)",
    vote: (leader: number, epoch: number, zxid: string, round: number) =>
      `S${leader} (${epoch}, ${zxid || "–"}), round ${round}`,
    better: "Better is the higher epoch, then the higher zxid, then the higher id.",
    leaders: "Established leaders",
    leader: (leader: number, event: number) => `S${leader}, since event ${event}`,
    epoch: (epoch: number) => `epoch ${epoch}`,
    server: "Server",
    look: "Look for a leader",
    lookTitle: "The server gives up its leader, or its leadership, as after a silence",
  },
  shapes: {
    title: "Shapes of ZAB",
    list: [
      ["follows", "follows", "a follower, or a server that looks for a leader"],
      ["leads", "leads", "the leader"],
      ["down", "crashed", "a crashed server"],
      ["asks", "notification", "a vote, with its round; or a leader's new epoch"],
      ["data", "data", "a proposal, or what makes a history equal: DIFF, TRUNC, SNAP"],
      ["routine", "ping", "a leader asks whether anybody is there"],
      ["reply", "answer", "an acknowledgement"],
    ],
  } as const,
  marks: {
    leads: (epoch: string) => `serves epoch ${epoch}`,
    looks: "looks",
    leading: "leads",
  },
  stands: { epoch: "epoch", delivered: "delivered to" },
  promises: {
    integrity: {
      sentence: "What a server delivers, a leader has proposed.",
      lesson: "g4-zab",
      breaks: null,
    },
    "total-order": {
      sentence: "All servers deliver transactions in one and the same order.",
      lesson: "g4-zab",
      breaks: { scenario: "g5-snapshot", rules: "diff-gap" },
    },
    agreement: {
      sentence: "At each place of the order all servers deliver the same transaction.",
      lesson: "g4-zab",
      breaks: { scenario: "g5-unknown-tail", rules: "diff-unknown" },
    },
    "primary-order": {
      sentence:
        "What one leader proposed is delivered in its order, without a gap, and before what later leaders proposed.",
      lesson: "g4-zab",
      breaks: { scenario: "g5-broadcast", rules: "newest-first" },
    },
    "one-leader": {
      sentence: "In one epoch at most one leader begins to serve.",
      lesson: "g4-zab",
      breaks: null,
    },
    inheritance: {
      sentence: "A leader begins with all that was delivered in the epochs before its own.",
      lesson: "g4-zab",
      breaks: { scenario: "g5-old-transaction", rules: "count-old" },
    },
    epochs: {
      sentence:
        "Neither epoch of a server ever falls, and a server is in no epoch that it has not accepted.",
      lesson: "g4-zab",
      breaks: null,
    },
    durability: {
      sentence: "What a client was told is done is on the disks of a quorum, and stays there.",
      lesson: "g4-zab",
      breaks: null,
    },
    linearizability: {
      sentence: "Each operation seems to happen at one moment between the question and its answer.",
      lesson: "h1-consistency",
      breaks: { scenario: "g5-sync-asks-a-quorum", rules: "sync-alone" },
    },
    progress: {
      sentence: "When all faults are over, a leader serves again.",
      lesson: "g4-zab",
      breaks: null,
    },
  } satisfies Readonly<Record<string, PromiseText>>,
};

/** Notes say what each row of the inspector is, by its name. */
export const enZabNotes: Readonly<Record<string, string>> = {
  [enZab.rows.standing]:
    "Looking for a leader, following one, leading, or observing without a vote (ZooKeeper, server states).",
  [enZab.rows.phase]:
    "Election, discovery, synchronization, broadcast: one after the other (the paper, phases 1 to 3).",
  [enZab.rows.vote]:
    "Whom it wants: that server, the epoch in which that server was last, and its last zxid (ZooKeeper, election).",
  [enZab.rows.round]:
    "The round of the election. Votes of an earlier round do not count (ZooKeeper, lookForLeader).",
  [enZab.rows.accepted]:
    "The last epoch that it has promised to follow. It is on the disk (the paper, phase 1).",
  [enZab.rows.current]:
    "The epoch of the last leader whose history it took over. It is on the disk (the paper, phase 2).",
  [enZab.rows.last]: "The last transaction in its history: epoch and counter.",
  [enZab.rows.delivered]:
    "Up to which transaction it has delivered. These are committed (the paper, phase 3).",
  [enZab.rows.base]: "A snapshot stands for all up to this transaction.",
  [enZab.rows.sync]:
    "How its leader makes it equal: DIFF sends what is missing, TRUNC removes what is too much, SNAP sends all.",
  [enZab.rows.window]:
    "The transactions that the leader still keeps in memory. Who lacks more needs a snapshot (committedLog).",
  [enZab.rows.outstanding]: "Proposed, and not yet acknowledged by a quorum (the paper, phase 3).",
  [enZab.rows.serves]: "Whether it answers clients: after UPTODATE, or once a quorum follows it.",
};
