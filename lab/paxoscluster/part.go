package paxoscluster

// PaxosView is the part of a server's view that only views of Paxos understand. Servers are numbers; 0 is none.
type PaxosView struct {
	// Acceptor, Proposer and Learner are the server's roles.
	Acceptor bool `json:"acceptor"`
	Proposer bool `json:"proposer"`
	Learner  bool `json:"learner"`
	// Promised is what it has promised, in all slots; Used is the highest ballot that it has used, as its disk has it.
	Promised BallotView `json:"promised"`
	Used     BallotView `json:"used"`
	// Slots are the slots in which it has accepted or learned something, by rising slot; of a long log the last.
	// Mode single has slot 1 alone.
	Slots []SlotView `json:"slots"`
	// LastSlot is the last slot that it knows of, and Applied the last whose command it has carried out.
	LastSlot uint64 `json:"lastSlot"`
	Applied  uint64 `json:"applied"`
	// Proposing is nil for a server that does not propose.
	Proposing *ProposerView `json:"proposing"`
	// Leader is the server that it takes for the leader (mode multi).
	Leader int `json:"leader"`
}

// BallotView is a ballot. Number keeps the order of ballots, and is 0 for none; Name is the ballot as people read it.
type BallotView struct {
	Name   string `json:"name"`
	Number uint64 `json:"number"`
	Owner  int    `json:"owner"`
}

// SlotView is a server's knowledge of one slot.
type SlotView struct {
	Slot uint64 `json:"slot"`
	// Accepted is the ballot in which it has accepted last, and Value the value; number 0 and "" for nothing.
	Accepted BallotView `json:"accepted"`
	Value    string     `json:"value"`
	// Chosen is true if Value was chosen at the moment of the frame, whoever knows it.
	Chosen bool `json:"chosen"`
	// Learned is the value that it knows to be chosen, "" for none.
	Learned string `json:"learned"`
	// Heard are the acceptances that it has heard of, by rising ballot.
	Heard []TallyView `json:"heard"`
}

// TallyView is the acceptors known to have accepted a value in a ballot.
type TallyView struct {
	Ballot BallotView `json:"ballot"`
	Value  string     `json:"value"`
	From   []int      `json:"from"`
}

// ProposerView is a server as a proposer.
type ProposerView struct {
	// Phase is idle, preparing, accepting, waiting or decided. Leads is true of a leader with its majority
	// (mode multi).
	Phase  string     `json:"phase"`
	Leads  bool       `json:"leads"`
	Ballot BallotView `json:"ballot"`
	Wish   string     `json:"wish"`
	// Promises are the acceptors that have promised Ballot.
	Promises []int `json:"promises"`
	// Best is the highest ballot that they reported, BestValue its value, and BestFrom the acceptor.
	Best      BallotView `json:"best"`
	BestValue string     `json:"bestValue"`
	BestFrom  int        `json:"bestFrom"`
	// Proposed is the value of phase 2, "" before.
	Proposed string `json:"proposed"`
	// Accepts are the acceptors whose acceptance of Ballot has come.
	Accepts []int `json:"accepts"`
	// Refused is how many ballots in a row were refused, and Until the time at which it tries again, in microseconds of
	// the world; 0 for never.
	Refused int   `json:"refused"`
	Until   int64 `json:"until"`
}

// PaxosRun is the part of a run: its setup, and what was chosen so far.
type PaxosRun struct {
	// Mode is single or multi. Ballots is pairs or steps.
	Mode      string `json:"mode"`
	Ballots   string `json:"ballots"`
	Acceptors []int  `json:"acceptors"`
	Proposers []int  `json:"proposers"`
	Learners  []int  `json:"learners"`
	// Majority is how many acceptors are more than half of them.
	Majority int `json:"majority"`
	// Distinguished is the only server that proposes, 0 if each proposer may.
	Distinguished int `json:"distinguished"`
	// BackOff is true if proposers wait after a refusal.
	BackOff bool `json:"backOff"`
	// Chosen are the slots with a chosen value, by rising slot; of a long log the last.
	Chosen []ChosenView `json:"chosen"`
	// Open are the ballots that somebody has begun and that choose nothing yet, by rising ballot; the last few of them.
	Open []OpenView `json:"open"`
}

// ChosenView is a value that was chosen, whether anybody knows it or not.
type ChosenView struct {
	Slot   uint64     `json:"slot"`
	Value  string     `json:"value"`
	Ballot BallotView `json:"ballot"`
	// Event is the trace line with the acceptance that made the majority.
	Event uint64 `json:"event"`
	// By are the acceptors that accepted it in Ballot, and KnownBy the servers that know it.
	By      []int `json:"by"`
	KnownBy []int `json:"knownBy"`
}

// OpenView is a ballot in progress: who has promised, and who has accepted what.
type OpenView struct {
	Slot     uint64     `json:"slot"`
	Ballot   BallotView `json:"ballot"`
	Value    string     `json:"value"`
	Promises []int      `json:"promises"`
	Accepts  []int      `json:"accepts"`
}
