// The texts of snapshots and of changing the servers, which are fetched with the first run that has them.
export interface ChapterWords {
  snapshots: SnapshotWords;
  members: MemberWords;
  flow: FlowWords;
}

/** FlowWords are rows of the inspector of a leader that does not wait for answers: etcd calls these states progress. */
export interface FlowWords {
  follower(id: number): string;
  state(replicates: boolean, inFlight: readonly number[]): string;
  snapshot(chunk: number, chunks: number): string;
  durable: string;
  upTo(index: number): string;
}

export interface SnapshotWords {
  /** base, last, arriving, sending, voters and sessions are rows of the inspector. */
  base: string;
  last: string;
  arriving: string;
  sending: string;
  voters: string;
  sessions: string;
  none: string;
  noneYet: string;
  baseIs(index: number, term: number): string;
  lastIs(index: number, term: number, bytes: number): string;
  arrives(index: number, chunk: number, chunks: number, have: number, bytes: number): string;
  sends(server: string, chunk: number, chunks: number): string;
  open(count: number): string;
  /** stack is the mark beside a server, whole says it in a sentence. */
  stack(base: number): string;
  whole(base: number, last: number): string;
  /** block stands in the logs, short where it has one column. */
  block(base: number, term: number): string;
  short(base: number): string;
  runs(runs: readonly string[]): string;
  run(term: number, from: number, to: number): string;
  comes(index: number, chunk: number, chunks: number): string;
  part(chunk: number, chunks: number): string;
  take: string;
  takeTitle: string;
  /** title and the rest are the part of the side panel. */
  title: string;
  server: string;
  name(id: number): string;
  applied(index: number, base: number): string;
  every(count: number): string;
  never: string;
  on: string;
  onNote: string;
  everyField: string;
  chunkField: string;
  wrong: string;
}

export interface MemberWords {
  /** seats are the words beside a server. */
  seats: Record<"voter" | "old" | "new" | "both" | "learner" | "removed" | "outside", string>;
  /** bands name the configurations on the ring. */
  old: string;
  next: string;
  voters: string;
  needs(majority: number, count: number): string;
  counts: string;
  /** countsBy says since which entry, 0 for the first configuration; seat is "" for a voter. */
  countsBy(index: number, seat: string): string;
  /** notInIt is said of a server that its own configuration does not have. */
  notInIt: string;
  since: string;
  sinceIs(index: number, committed: boolean): string;
  mayChange: string;
  mayNow: string;
  mayNot(reason: string): string;
  reasons: Readonly<Record<string, string>>;
  stands: string;
  standsNot: string;
  match(half: string): string;
  matched(indexes: readonly number[], majority: number): string;
  mayCommit: string;
  catchUp: string;
  round(servers: string, round: number, target: number, milliseconds: number): string;
  /** Who counts. */
  entry(index: number, term: number): string;
  configuration(text: string): string;
  yes(yes: number, count: number): string;
  notYet(yes: number, count: number, majority: number): string;
  bothMust: string;
  notTheRule(yes: number, count: number): string;
  apart: string;
  learner(server: string, yes: boolean): string;
  /** title and the rest are the part of the side panel. */
  title: string;
  one: string;
  name(id: number): string;
  add: string;
  learn: string;
  promote: string;
  remove: string;
  titles: Record<"add" | "learn" | "promote" | "remove" | "joint" | "atOnce", string>;
  several: string;
  joint: string;
  atOnce: string;
  nobody: string;
  may(leader: string): string;
  noLeader: string;
  asked(line: string): string;
  requests: string;
  request(id: number, change: string, via: string): string;
  outcomes: Record<"pending" | "ok" | "refused" | "unknown", string>;
  catches(servers: string): string;
  took(round: number, milliseconds: number): string;
  runs(round: number, target: number): string;
  limit(milliseconds: number): string;
  on: string;
  onNote: string;
  first: string;
}
