// Raft's own parts of a frame (lab/raftcluster/face.go): a part of protocol.ts, which is compared with Go's half.

/** RaftView is what only the views of Raft understand of a server. */
export interface RaftView {
  role: "follower" | "pre-candidate" | "candidate" | "leader";
  term: number;
  votedFor: number;
  leader: number;
  commitIndex: number;
  lastApplied: number;
  /** deadline is when its election timer fires, 0 when none is armed (a leader, a crashed server). */
  deadline: number;
  /** timeout is the length that was drawn for that timer. */
  timeout: number;
  /** votes are the servers that voted for this candidate. */
  votes: number[];
  /** nextIndex and matchIndex have one element per server, in order of id; [] unless it leads. */
  nextIndex: number[];
  matchIndex: number[];
  /** lastIndex is the log's length; entries are its last ones, the first of which has index logFrom. */
  lastIndex: number;
  logFrom: number;
  entries: EntryView[];
  elections?: ElectionsView;
  reads?: ReadsView;
  flow?: FlowView;
}

/** FlowView is how a leader sends, and what its disk has; absent while pipelining and the parallel disk are off. */
export interface FlowView {
  /** followers are those of a leader with pipelining, itself included, in order of id; else []. */
  followers: ProgressView[];
  /** durable is the last index that the server knows to be on its disk, -1 where it waits for its disk. */
  durable: number;
}

/** ProgressView: state is "probe" or "replicate", "" for the leader itself; inFlight are the last indexes of the
 * messages to it without an answer. */
export interface ProgressView {
  state: string;
  inFlight: number[];
}

/** PipeliningRun is what leaders of a run do not wait for; window is 0 without pipelining. */
export interface PipeliningRun {
  window: number;
  parallelDisk: boolean;
}

/** ReadsView is what a server knows of reads that do not go through the log; absent while there are none. */
export interface ReadsView {
  /** round is the last round of heartbeats that this leader sent for reads. */
  round: number;
  /** leaseUntil is when this leader's lease ends by its own clock, in the world's time; 0 for no lease. */
  leaseUntil: number;
  /** pending are the reads that this leader has begun and not answered. */
  pending: ReadView[];
  /** asked are a follower's own reads, for which it asked its leader. */
  asked: AskedView[];
}

/** ReadView: acks are the servers that answered its round, or a later one; a round of 0 needs none. */
export interface ReadView {
  request: number;
  /** from is the follower that asked, 0 for a client of this server. */
  from: number;
  index: number;
  round: number;
  acks: number[];
}

/** AskedView: index is 0 until the leader has named it. */
export interface AskedView {
  request: number;
  index: number;
}

/** ElectionsView is what a server knows beyond Figure 2; absent while all of that is switched off. */
export interface ElectionsView {
  /** heard is true of a server that knows of a leader that works. */
  heard: boolean;
  /** preVotes are the servers that would vote for this pre-candidate. */
  preVotes: number[];
  /** active are the followers that answered this leader since its last check of a quorum. */
  active: number[];
  /** transferee is the target of this leader's transfer, 0 for none. */
  transferee: number;
}

/** EntryView is one log entry; `text` is its command in short (`x←3`), "no-op" for a leader's first. */
export interface EntryView {
  term: number;
  text: string;
}

/** RaftRun is what the run has of §5.6: the least and the greatest election timeout of any server, and the
 * interval of heartbeats. */
export interface RaftRun {
  electionMin: number;
  electionMax: number;
  heartbeat: number;
  elections?: ElectionSwitches;
  leases?: LeaseRun;
  pipelining?: PipeliningRun;
}

/** LeaseRun is how the leases of a run are; absent where no leader keeps one. */
export interface LeaseRun {
  /** driftPermille is how far two clocks may differ in speed, in thousandths. */
  driftPermille: number;
}

/** ElectionSwitches is what is switched on beyond Figure 2; absent while nothing is. */
export interface ElectionSwitches {
  preVote: boolean;
  stickiness: boolean;
  checkQuorum: boolean;
}
