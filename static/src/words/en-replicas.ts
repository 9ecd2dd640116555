// The page's English about replication without consensus.
import type { PromiseText } from "./teach.ts";

export const enReplicas = {
  histories: "Histories",
  versions: "Versions",
  transactions: "Transactions",
  legends: {
    history:
      "solid a client was told it is done · hatched not yet · red the newest primary lacks it",
    versions:
      "solid a client was told it is done · hatched not yet · dashed missed it · two in a row: siblings",
    transactions: "solid committed · hatched voted yes · dashed aborted",
  },
  acknowledged: "a client was told that it is done",
  waiting: "not acknowledged",
  missed: "missed it",
  lost: "the newest primary lacks it",
  deleted: "deleted",
  notes: {
    history: "known to primary",
    versions: "a read here",
    transactions: "state",
    match: (index: number) => `to ${index}`,
    read: (key: string, value: string) => `${key} = ${value || "–"}`,
    hints: (count: number) => (count === 1 ? "keeps a hint" : `keeps ${count} hints`),
    blocked: "blocked",
    refuses: "will vote no",
    fenced: "obeys no older primary",
    fallen: "no longer waits",
  },
  phase: {
    unknown: "unknown",
    waiting: "waits for votes",
    ready: "voted yes",
    "pre-committed": "pre-committed",
    committed: "committed",
    aborted: "aborted",
  } as Readonly<Record<string, string>>,
  version: (number: number) => `v${number}`,
  epoch: (epoch: number) => `e${epoch}`,
  level: (level: number) => ({ long: `version ${level}`, short: `v${level}` }),
  role: {
    primary: "primary",
    backup: "backup",
    master: "master",
    replica: "replica",
    "stand-in": "stand-in",
    coordinator: "coordinator",
    participant: "participant",
  } as Readonly<Record<string, string>>,
  questions: {
    asks: (text: string, phase: string, server: number) => `${text} · ${phase} by S${server}`,
    failed: (got: number, need: number) => `${got} of ${need}: failed, and not undone`,
  },
  rows: {
    kind: "kind",
    role: "role",
    epoch: "epoch",
    primary: "primary",
    entries: "entries",
    members: "must have a write",
    match: "known to have",
    keys: "versions",
    siblings: "siblings",
    hints: "hints",
    hint: (key: string, server: number) => `${key} for S${server}`,
    exchange: "last exchange",
    transactions: "transactions",
    never: "never",
  },
  side: {
    title: "Kind",
    setup: "How it replicates",
    kind: "kind",
    quorum: "n, w, r",
    quorumText: (n: number, w: number, r: number) =>
      `${n}, ${w}, ${r}: w + r ${w + r > n ? ">" : "≤"} n`,
    keep: "of two, keeps",
    on: "on",
    off: "off",
    names: {
      repair: "repair on read",
      hints: "hinted hand-off",
      sloppy: "sloppy quorum",
      exchange: "exchange of digests",
      forget: "forgets tombstones",
      fencing: "fencing by epoch",
      failover: "fail-over by itself",
    },
    versions: "Versions so far",
    replaces: (value: string, vector: string, numbers: readonly number[]) =>
      `${value} (${vector})${numbers.length > 0 ? `, replaces ${numbers.map((one) => `v${one}`).join(" ")}` : ""}`,
    lost: (text: string) => `${text}: acknowledged, and lost`,
    server: "Server",
    promote: "Promote",
    promoteTitle: "The server becomes the primary of a new epoch",
    refuse: "Vote no",
    refuseTitle: "The participant votes no the next time",
  },
  shapes: {
    title: "Shapes of replication",
    list: [
      ["leads", "primary", "a primary, or a coordinator"],
      ["follows", "replica", "a backup, a replica, a master or a participant"],
      ["down", "crashed", "a crashed server"],
      ["asks", "asks", "a request for a vote, a position or a phase"],
      ["data", "data", "a write, or entries of a history"],
      ["routine", "nothing new", "entries that are none, or a digest"],
      ["reply", "answer", "an answer"],
    ],
  } as const,
  marks: { fenced: "fenced", blocked: "blocked", hint: "hint", handedOff: "handed off" },
  stands: { kind: "kind", latest: "newest version" },
  promises: {
    "acknowledged-kept": {
      sentence: "What a client was told is done is not lost.",
      lesson: "g6-before-consensus",
      breaks: { scenario: "g6-async", rules: "reference" },
    },
    "one-primary": {
      sentence: "In one epoch at most one server is the primary.",
      lesson: "g6-before-consensus",
      breaks: { scenario: "g6-two-primaries", rules: "reference" },
    },
    linearizability: {
      sentence: "Each operation seems to happen at one moment between the question and its answer.",
      lesson: "h1-consistency",
      breaks: { scenario: "g6-reads-go-back", rules: "reference" },
    },
    "deletes-stay": {
      sentence: "What was deleted does not come back.",
      lesson: "g6-before-consensus",
      breaks: { scenario: "h4-tombstone", rules: "forget-at-once" },
    },
    "atomic-commitment": {
      sentence: "All decide alike: all commit a transaction, or all abort it.",
      lesson: "h5-in-use",
      breaks: { scenario: "h2-one-says-no", rules: "commit-by-majority" },
    },
    convergence: {
      sentence: "When all faults are over, all replicas come to have the same.",
      lesson: "h1-consistency",
      breaks: null,
    },
  } satisfies Readonly<Record<string, PromiseText>>,
};

/** Notes say what each row of the inspector is, by its name. */
export const enReplicasNotes: Readonly<Record<string, string>> = {
  [enReplicas.rows.kind]: "How writes come to the copies: see the tab Kind.",
  [enReplicas.rows.role]:
    "A primary, a master or a coordinator takes writes and sends them on. The others store them.",
  [enReplicas.rows.epoch]:
    "The number of the primary. With fencing, whoever knows a later one refuses an earlier one.",
  [enReplicas.rows.primary]: "The server that it takes for the primary.",
  [enReplicas.rows.entries]: "How many writes are in its history.",
  [enReplicas.rows.members]:
    "The backups that must have a write before the primary says that it is done.",
  [enReplicas.rows.match]: "Up to which write each server has told the primary that it has it.",
  [enReplicas.rows.keys]:
    "Each key with its version vectors: how many writes of each server a version includes (Dynamo, §4.4).",
  [enReplicas.rows.siblings]:
    "Keys with versions of which none includes the other. A read gets all of them (Dynamo, §4.4).",
  [enReplicas.rows.hints]:
    "Writes that it keeps for a server that was silent, and hands over later (Dynamo, §4.6).",
  [enReplicas.rows.exchange]:
    "The server with which it last compared what they have (Dynamo, §4.7).",
  [enReplicas.rows.transactions]:
    "Its transactions, and how far each is: asked, ready, committed or aborted (Gray, 1978).",
  clock:
    "Its clock runs too fast or too slow. Where the newest is by the clock, a write may be lost.",
};
