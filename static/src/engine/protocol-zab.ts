// The parts of a frame of ZAB (lab/zabcluster/part.go): a part of protocol.ts, which is compared with Go's half.

/** ZabView is the part of a server's view that only views of ZAB understand. Servers are numbers; 0
 * is none. A zxid is text, as in 2:3, "" for none. */
export interface ZabView {
  /** Standing is looking, following, leading or observing. Phase is election, discovery,
   * synchronization or broadcast. */
  standing: string;
  phase: string;
  observer: boolean;
  /** Leader is the server that it follows; its own number while it leads. */
  leader: number;
  /** Serves is true of a server that answers clients. */
  serves: boolean;
  round: number;
  /** Vote is its vote now, and Votes are those that it has heard, by sender. */
  vote: VoteView;
  votes: SlipView[];
  /** AcceptedEpoch and CurrentEpoch are those on its disk. NewEpoch is the epoch of the leader that
   * it follows or is, 0 before it is known. */
  acceptedEpoch: number;
  currentEpoch: number;
  newEpoch: number;
  /** LastZxid is the end of its history, Delivered how far it has delivered, and Base its
   * snapshot's end. */
  lastZxid: string;
  delivered: string;
  base: string;
  /** Txns are the last transactions of its history, and From the place of the first of them behind
   * the snapshot, from 1. */
  from: number;
  txns: TxnView[];
  /** Sync is how its leader makes it equal: DIFF, TRUNC or SNAP, with the zxid; absent outside of
   * that. */
  sync?: SyncView;
  /** Leading is absent for a server that does not lead. */
  leading?: LeadingView;
}

/** VoteView is a vote: the wanted leader, its epoch and its last zxid. */
export interface VoteView {
  leader: number;
  epoch: number;
  zxid: string;
}

/** SlipView is a vote that a server has heard. DecidedBy is why it beats the hearer's own vote for
 * itself: epoch, zxid or id, and "" if it does not. */
export interface SlipView {
  from: number;
  round: number;
  standing: string;
  vote: VoteView;
  decidedBy: string;
}

/** TxnView is one transaction. Delivered is true if this server has delivered it; Durable is false
 * while it is in memory only. */
export interface TxnView {
  zxid: string;
  epoch: number;
  text: string;
  delivered: boolean;
  durable: boolean;
}

/** SyncView is how a leader makes a server equal. */
export interface SyncView {
  /** Kind is DIFF, TRUNC or SNAP. Zxid is what is kept, or a snapshot's end, and Peer the last zxid
   * that the server had before. */
  kind: string;
  zxid: string;
  peer: string;
  /** Part of Parts of a snapshot have arrived; both are 0 otherwise. */
  part: number;
  parts: number;
}

/** LeadingView is a leader's view of its epoch. */
export interface LeadingView {
  epoch: number;
  /** Established is true once a quorum has acknowledged NEWLEADER. */
  established: boolean;
  /** Connected are the servers with a connection, EpochAcks those that accepted the epoch,
   * NewLeaderAcks those that are in it, and Heard those that answered lately. All have the leader
   * in them, and observers, who do not count. */
  connected: number[];
  epochAcks: number[];
  newLeaderAcks: number[];
  heard: number[];
  /** Window are the zxids that it can send from, and Before the one in front of them. */
  window: string[];
  before: string;
  /** Outstanding are the transactions that are not committed. */
  outstanding: ProposalView[];
  /** Syncs are how it made or makes each connected server equal. */
  syncs: LearnerView[];
}

/** ProposalView is an outstanding transaction, and who has it on the disk. */
export interface ProposalView {
  zxid: string;
  text: string;
  acks: number[];
}

/** LearnerView is a leader's choice for a server, and where that server is in the phases:
 * connected, accepted, synchronizing or up to date. */
export interface LearnerView {
  server: number;
  stage: string;
  sync: SyncView;
}

/** ZabRun is the part of a run: its setup, and what is known of the whole. */
export interface ZabRun {
  voters: number[];
  observers: number[];
  /** Quorum is how many voters are more than half of them. */
  quorum: number;
  /** Window is how many transactions a leader keeps to send from. */
  window: number;
  /** Tick, InitLimit, SyncLimit and FinalizeWait are the times, in microseconds. */
  tick: number;
  initLimit: number;
  syncLimit: number;
  finalizeWait: number;
  /** Leaders are the established leaders so far, by rising epoch; the last few of them. */
  leaders: EpochView[];
  /** Committed is the last transaction that any server has delivered. */
  committed: string;
}

/** EpochView is the established leader of an epoch. */
export interface EpochView {
  epoch: number;
  leader: number;
  /** Event is the trace line at which it was established. */
  event: number;
}
