// The kinds of trace lines and of messages as small numbers, so that a hundred thousand of them fit in
// arrays. The names are the trace's own (lab/trace.go); one that is not known gets the next number.

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

/** KIND are the kinds that the page knows by name. */
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
  role: 15,
  term: 16,
  vote: 17,
  log: 18,
  commit: 19,
  apply: 20,
  violation: 21,
  unmet: 22,
  hold: 23,
  release: 24,
  do: 25,
  note: 26,
  cut: 27,
  partition: 28,
  bridge: 29,
  heal: 30,
  recover: 31,
  isolate: 32,
  rejoin: 33,
} as const;

/** MESSAGE are the four messages of Figure 2; 0 is a line about no message. */
export const MESSAGE = {
  none: 0,
  RequestVote: 1,
  RequestVoteReply: 2,
  AppendEntries: 3,
  AppendEntriesReply: 4,
} as const;

/** ROLE is what a server is after an event. */
export const ROLE = { follower: 0, candidate: 1, leader: 2, down: 3 } as const;

/** Groups of kinds, for a reader who looks for one sort of thing. */
export const GROUPS = {
  messages: ["send", "deliver", "drop", "duplicate", "hold", "release"],
  elections: ["role", "term", "vote", "control", "wake"],
  log: ["log", "commit", "apply", "save"],
  faults: [
    "boot",
    "crash",
    "restart",
    "pause",
    "resume",
    "slow-disk",
    "clock",
    "cut",
    "flaky",
    "isolate",
    "rejoin",
    "partition",
    "bridge",
    "heal",
    "recover",
    "dials",
  ],
  clients: ["request", "asked", "answer"],
  verdicts: ["violation", "unmet", "note", "do"],
} as const;

export type Group = keyof typeof GROUPS;
