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
  /** contradicts is true of a server whose answers are not in line with what a client was told is done. */
  contradicts: boolean;
  elections?: ElectionsView;
  reads?: ReadsView;
  snapshots?: SnapshotsView;
  members?: MembersView;
  sessions?: SessionsView;
  flow?: FlowView;
}

/** SnapshotsView is what a server has and knows of snapshots; absent while they are off. */
export interface SnapshotsView {
  /** base is the last entry in whose place a snapshot stands, 0 for none; the log goes on after it. */
  base: number;
  baseTerm: number;
  /** folded are the entries up to base as runs of equal terms, in order. */
  folded: TermRun[];
  /** last is the server's last snapshot. It may include more than the entries that were cut. */
  last?: SnapshotView;
  /** sending are the snapshots that this leader sends. */
  sending: SendingView[];
  /** arriving is the snapshot of which chunks have come from the leader. */
  arriving?: ArrivingView;
}

/** TermRun is a run of entries of one term: count of them, from index from on. */
export interface TermRun {
  term: number;
  from: number;
  count: number;
}

/** SnapshotView is a snapshot: what it includes, the bytes of its content, who votes as of its last entry, and how many
 * sessions were open then, -1 without sessions. */
export interface SnapshotView {
  lastIndex: number;
  lastTerm: number;
  bytes: number;
  voters: number[];
  sessions: number;
}

/** SendingView is a snapshot on its way to a follower: chunk of chunks are confirmed, offset of bytes bytes. */
export interface SendingView {
  to: number;
  lastIndex: number;
  lastTerm: number;
  chunk: number;
  chunks: number;
  offset: number;
  bytes: number;
}

/** ArrivingView is a snapshot of which a follower has the first chunk of chunks, have of bytes bytes; chunks and bytes
 * are 0 if no leader sends it any more. */
export interface ArrivingView {
  from: number;
  lastIndex: number;
  lastTerm: number;
  chunk: number;
  chunks: number;
  have: number;
  bytes: number;
}

/** ConfigurationView is a configuration; next is [] but in the joint phase of a change. */
export interface ConfigurationView {
  voters: number[];
  next: number[];
  learners: number[];
}

/** MembersView is what a server shows of changes of the servers; absent where those do not change. */
export interface MembersView {
  /** counts is the configuration by which this server decides. */
  counts: ConfigurationView;
  /** index is that of the configuration's entry, 0 for the first one. */
  index: number;
  /** mayChange is "" on a leader that may begin a change now, and otherwise the reason for which it may not. */
  mayChange: string;
  /** mayCampaign says whether this server stands for election when its timer fires. */
  mayCampaign: boolean;
  /** catchUp is the change of this leader that waits for new servers. */
  catchUp?: CatchUpView;
}

/** CatchUpView is a change that waits until new servers have the log. */
export interface CatchUpView {
  change: string;
  servers: number[];
  /** target is the last index of the present round, which began at began, in the world's time. */
  target: number;
  began: number;
  /** rounds are how long the rounds before took, in microseconds. */
  rounds: number[];
}

/** SessionsView is a server's table of sessions; absent without any. Its times are those of the leaders' stamps. */
export interface SessionsView {
  /** now is the latest stamp of all applied entries. */
  now: number;
  /** open are the open sessions; where all are given, those that were never used are left out. */
  open: SessionView[];
}

/** SessionView is one session of the table. */
export interface SessionView {
  session: number;
  /** client is the client whose session it is now, 0 for a session that was left behind. */
  client: number;
  /** lowest is the lowest number whose answer the client waits for, as far as the server knows. */
  lowest: number;
  /** results are the stored results, in increasing order of their numbers. */
  results: ResultView[];
  /** expiresAt is the stamp at which it has been unused for too long, 0 for never. */
  expiresAt: number;
}

/** ResultView is a stored result: ok or refused, and the value. */
export interface ResultView {
  sequence: number;
  text: string;
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
  /** waiting are the reads that this leader cannot begin before it has committed an entry of its term. */
  waiting: WaitingView[];
}

/** WaitingView: from is the follower that asked, 0 for a client of this server. */
export interface WaitingView {
  request: number;
  from: number;
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
  /** configuration is there for an entry that changes the configuration, and `text` is that in short (`123>145+6`). */
  configuration?: ConfigurationView;
}

/** RaftRun is what the run has of §5.6: the least and the greatest election timeout of any server, and the
 * interval of heartbeats. */
export interface RaftRun {
  electionMin: number;
  electionMax: number;
  heartbeat: number;
  elections?: ElectionSwitches;
  leases?: LeaseRun;
  snapshots?: SnapshotRun;
  members?: MembersRun;
  pipelining?: PipeliningRun;
}

/** SnapshotRun is how the snapshots of a run are: the bytes of a chunk, and after how many entries a server takes one
 * by itself, 0 for never; absent where snapshots are off. */
export interface SnapshotRun {
  chunkBytes: number;
  every: number;
}

/** MembersRun is how changes of the servers are in a run; absent where those do not change. */
export interface MembersRun {
  /** first is the configuration that the cluster began with. */
  first: ConfigurationView;
  /** guard and catchUp are false where the scenario has switched them off. */
  guard: boolean;
  catchUp: boolean;
  /** changes are those that somebody asked for, up to the end of the run. */
  changes: ChangeRequestView[];
}

/** ChangeRequestView is a change that somebody asked for. */
export interface ChangeRequestView {
  id: number;
  change: string;
  /** via is the server that was asked last. */
  via: number;
  outcome: "pending" | "ok" | "refused" | "unknown";
  /** reason says why it was refused, or is unknown. */
  reason: string;
  /** asked is the event of the request, ended that of its last answer, 0 for none. */
  asked: number;
  ended: number;
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
