// The parts of a frame of replicas (lab/replicacluster/part.go): a part of protocol.ts, compared with Go's half.

/** ReplicaView is the part of a server's view that only views of replicas understand. Servers are
 * numbers; 0 is none. Which lists are filled depends on Kind. */
export interface ReplicaView {
  /** Kind is sync, async, semi-sync, two-masters, quorum, two-phase or three-phase. Role is
   * primary, backup, master, replica, stand-in, coordinator or participant. */
  kind: string;
  role: string;
  /** Epoch, Primary and the rest of this group are those of a primary and its backups. Fenced is
   * true of a backup that obeys no primary of an older epoch, and has not heard of the new one. */
  epoch: number;
  primary: number;
  fenced: boolean;
  /** Fallen is true of a semi-synchronous primary that no longer waits for a backup. */
  fallen: boolean;
  /** Last is how many entries it has; From is the number of the first of Entries, which are at most
   * the last 24. */
  last: number;
  from: number;
  entries: HistoryEntryView[];
  /** Match is, on a primary, how far each server is known to have its history, by number from 1. */
  match: number[];
  /** Members is who must have a write before a synchronous primary answers. */
  members: number[];
  /** Keys are the versions of a leaderless server, sorted by name. */
  keys: KeyView[];
  /** Hints is what it keeps for others. */
  hints: HintView[];
  /** LastExchange is the server of its last exchange of digests, 0 for none. */
  lastExchange: number;
  /** Transactions are the last 8 that it has heard of. */
  transactions: TransactionView[];
  /** Refuses is true of a participant that will vote no. */
  refuses: boolean;
}

/** HistoryEntryView is one entry of a primary's history. Acknowledged is true if a client was told
 * that it is done, Lost if the primary of the newest epoch does not have it. */
export interface HistoryEntryView {
  epoch: number;
  by: number;
  text: string;
  on: number[];
  acknowledged: boolean;
  lost: boolean;
}

/** KeyView is a key with its versions: more than one are siblings. Read is the value that a read of
 * this server alone gives. */
export interface KeyView {
  name: string;
  read: string;
  versions: VersionView[];
}

/** VersionView is one version of a key. */
export interface VersionView {
  value: string;
  /** Deleted is true of a tombstone. */
  deleted: boolean;
  /** Vector is the writes that it includes, such as S1:2,S3:1; Writer and Count are its own write.
   * */
  vector: string;
  writer: number;
  count: number;
  /** Number is the version's place among all versions of the key in this run, from 1: its hue. */
  number: number;
  /** Clock is what the writer's clock showed, in microseconds. */
  clock: number;
  /** On is the servers that have it or a newer one, and Acknowledged whether a client was told that
   * it is done. */
  on: number[];
  acknowledged: boolean;
}

/** HintView is a write that a server keeps for another one. */
export interface HintView {
  for: number;
  key: string;
  version: VersionView;
}

/** TransactionView is a transaction as one server knows it. Blocked is true of a participant that
 * has asked everybody, and may not decide. */
export interface TransactionView {
  id: number;
  text: string;
  phase: string;
  blocked: boolean;
  /** Leads is true of the server that brings it to its end. */
  leads: boolean;
}

/** ReplicasRun is the part about the whole run. */
export interface ReplicasRun {
  kind: string;
  /** N, W and R are how many replicas a key has, a write needs and a read asks. They are 0 where no
   * quorum decides. */
  n: number;
  w: number;
  r: number;
  /** Keep is order, siblings or clock: what is kept of two writes that did not know of each other.
   * */
  keep: string;
  /** What is switched on. */
  repair: boolean;
  hints: boolean;
  sloppy: boolean;
  exchange: boolean;
  forget: boolean;
  fencing: boolean;
  failover: boolean;
  /** Fallback is after how long a semi-synchronous primary no longer waits, in microseconds; 0 is
   * never. */
  fallback: number;
  /** Counts is who counts, for the last 6 questions that a server put to others, the newest last.
   * */
  counts: CountView[];
  /** Versions is every version of every key so far, for a graph of what replaced what. */
  versions: WrittenView[];
}

/** CountView is one question that a server put to others, and who has answered. It stays after its
 * end. */
export interface CountView {
  /** Server is who asks, Request its client's request, Text the command. Phase is read, write,
   * repair, replicate, vote or pre-commit. */
  server: number;
  request: number;
  text: string;
  phase: string;
  /** Need is how many must count, and Got how many do. */
  need: number;
  got: number;
  seats: SeatView[];
  /** Over is true if it is no longer asked; Done if enough counted. */
  over: boolean;
  done: boolean;
}

/** SeatView is one server that is asked. */
export interface SeatView {
  server: number;
  /** State is yes, no, hint or waiting. A hint is saved, and does not count unless the quorum is
   * sloppy. */
  state: string;
  /** Versions are what it answered to a read, in the form of VersionView.Number. */
  versions: number[];
}

/** WrittenView is a version of a key, with the numbers of those that it replaced. Lost is true if a
 * client was told that it is done, and no server has it or a version that includes it any more. */
export interface WrittenView {
  key: string;
  version: VersionView;
  replaces: number[];
  lost: boolean;
}
