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
  members?: MembersView;
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
  members?: MembersRun;
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
