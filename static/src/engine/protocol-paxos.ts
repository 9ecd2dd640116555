// The parts of a frame of Paxos (lab/paxoscluster/part.go): a part of protocol.ts, which is compared with Go's half.

/** PaxosView is the part of a server's view that only views of Paxos understand. Servers are
 * numbers; 0 is none. */
export interface PaxosView {
  /** Acceptor, Proposer and Learner are the server's roles. */
  acceptor: boolean;
  proposer: boolean;
  learner: boolean;
  /** Promised is what it has promised, in all slots; Used is the highest ballot that it has used,
   * as its disk has it. */
  promised: BallotView;
  used: BallotView;
  /** Slots are the slots in which it has accepted or learned something, by rising slot; of a long
   * log the last. Mode single has slot 1 alone. */
  slots: SlotView[];
  /** LastSlot is the last slot that it knows of, and Applied the last whose command it has carried
   * out. */
  lastSlot: number;
  applied: number;
  /** Proposing is absent for a server that does not propose. */
  proposing?: ProposerView;
  /** Leader is the server that it takes for the leader (mode multi). */
  leader: number;
}

/** BallotView is a ballot. Number keeps the order of ballots, and is 0 for none; Name is the ballot
 * as people read it. */
export interface BallotView {
  name: string;
  number: number;
  owner: number;
}

/** SlotView is a server's knowledge of one slot. */
export interface SlotView {
  slot: number;
  /** Accepted is the ballot in which it has accepted last, and Value the value; number 0 and "" for
   * nothing. */
  accepted: BallotView;
  value: string;
  /** Chosen is true if Value was chosen at the moment of the frame, whoever knows it. */
  chosen: boolean;
  /** Learned is the value that it knows to be chosen, "" for none. */
  learned: string;
  /** Heard are the acceptances that it has heard of, by rising ballot. */
  heard: TallyView[];
}

/** TallyView is the acceptors known to have accepted a value in a ballot. */
export interface TallyView {
  ballot: BallotView;
  value: string;
  from: number[];
}

/** ProposerView is a server as a proposer. */
export interface ProposerView {
  /** Phase is idle, preparing, accepting, waiting or decided. Leads is true of a leader with its
   * majority (mode multi). */
  phase: string;
  leads: boolean;
  ballot: BallotView;
  wish: string;
  /** Promises are the acceptors that have promised Ballot. */
  promises: number[];
  /** Best is the highest ballot that they reported, BestValue its value, and BestFrom the acceptor.
   * */
  best: BallotView;
  bestValue: string;
  bestFrom: number;
  /** Proposed is the value of phase 2, "" before. */
  proposed: string;
  /** Accepts are the acceptors whose acceptance of Ballot has come. */
  accepts: number[];
  /** Refused is how many ballots in a row were refused, and Until the time at which it tries again,
   * in microseconds of the world; 0 for never. */
  refused: number;
  until: number;
}

/** PaxosRun is the part of a run: its setup, and what was chosen so far. */
export interface PaxosRun {
  /** Mode is single or multi. Ballots is pairs or steps. */
  mode: string;
  ballots: string;
  acceptors: number[];
  proposers: number[];
  learners: number[];
  /** Majority is how many acceptors are more than half of them. */
  majority: number;
  /** Distinguished is the only server that proposes, 0 if each proposer may. */
  distinguished: number;
  /** BackOff is true if proposers wait after a refusal. */
  backOff: boolean;
  /** Chosen are the slots with a chosen value, by rising slot; of a long log the last. */
  chosen: ChosenView[];
  /** Open are the ballots that somebody has begun and that choose nothing yet, by rising ballot;
   * the last few of them. */
  open: OpenView[];
}

/** ChosenView is a value that was chosen, whether anybody knows it or not. */
export interface ChosenView {
  slot: number;
  value: string;
  ballot: BallotView;
  /** Event is the trace line with the acceptance that made the majority. */
  event: number;
  /** By are the acceptors that accepted it in Ballot, and KnownBy the servers that know it. */
  by: number[];
  knownBy: number[];
}

/** OpenView is a ballot in progress: who has promised, and who has accepted what. */
export interface OpenView {
  slot: number;
  ballot: BallotView;
  value: string;
  promises: number[];
  accepts: number[];
}
