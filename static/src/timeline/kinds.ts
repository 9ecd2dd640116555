// The kinds of trace lines as small numbers, so that a hundred thousand of them fit in arrays. The names are the
// trace's own (lab/linekinds.go); one that is not known gets the next number.

/** Names gives each name a number, in the order in which it first sees them. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  constructor(known: readonly string[]) {
    for (const name of known) this.number(name);
  }

  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    // A byte holds the number: a trace with more kinds than that is not one of ours.
    const next = Math.min(this.#names.length, LAST_NUMBER);
    this.#numbers.set(name, next);
    this.#names[next] ??= name;
    return next;
  }

  name(number: number): string {
    return this.#names[number] ?? "";
  }
}

const LAST_NUMBER = 255;

/** KIND are the kinds of every world that the page knows by name. A protocol's own kinds follow them. */
export const KIND = {
  boot: 0,
  crash: 1,
  restart: 2,
  pause: 3,
  resume: 4,
  control: 5,
  wake: 6,
  save: 7,
  send: 8,
  deliver: 9,
  drop: 10,
  duplicate: 11,
  request: 12,
  asked: 13,
  answer: 14,
  violation: 15,
  unmet: 16,
  hold: 17,
  release: 18,
  do: 19,
  note: 20,
  cut: 21,
  partition: 22,
  bridge: 23,
  heal: 24,
  recover: 25,
  isolate: 26,
  rejoin: 27,
} as const;

/** KINDS is how many those are: the number of a protocol's first kind. */
export const KINDS = Object.keys(KIND).length;

/** Groups of kinds, those of protocols too, for a reader who looks for one sort of thing. */
export const GROUPS = {
  messages: ["send", "deliver", "drop", "duplicate", "hold", "release"],
  elections: ["role", "term", "vote", "control", "wake", "forget", "transfer"],
  log: [
    "log",
    "commit",
    "apply",
    "session",
    "snapshot",
    "compact",
    "install",
    "progress",
    "save",
    "saved",
    "file",
    "members",
    "catch-up",
  ],
  paxos: ["promise", "ballot", "propose", "refused", "accept", "chosen", "learn", "lead", "yield"],
  zab: ["standing", "epoch", "phase", "sync", "restore", "delivered", "established"],
  replicas: [
    "primary",
    "backup",
    "fenced",
    "fallback",
    "history",
    "version",
    "hint",
    "handed-off",
    "transaction",
    "blocked",
    "refuses",
  ],
  whole: ["state", "prints"],
  faults: [
    "boot",
    "crash",
    "restart",
    "pause",
    "resume",
    "slow-disk",
    "clock",
    "fsync",
    "wipe",
    "corrupt",
    "refuse",
    "power",
    "cut",
    "flaky",
    "latency",
    "isolate",
    "rejoin",
    "partition",
    "bridge",
    "heal",
    "recover",
    "dials",
  ],
  clients: ["request", "asked", "read", "lease", "answer", "lost"],
  verdicts: ["violation", "unmet", "note", "do"],
} as const;

export type Group = keyof typeof GROUPS;

/** OF_A_PROTOCOL are the groups that have the name of a protocol, whose lines nobody else writes. */
const OF_A_PROTOCOL: readonly Group[] = ["paxos", "zab", "replicas", "whole"];

/** groupsOf are the groups of a protocol's runs. */
export function groupsOf(protocol: string): readonly Group[] {
  const all = Object.keys(GROUPS) as Group[];
  return all.filter((group) => group === protocol || !OF_A_PROTOCOL.includes(group));
}
