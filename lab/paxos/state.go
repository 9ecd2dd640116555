package paxos

// Acceptor is an acceptor's state for one slot (§2.2, §2.5). All of it is on its disk before it answers.
type Acceptor struct {
	// Promised is the highest ballot that it has answered a Prepare or an Accept of: it takes part in no lower one.
	Promised Ballot
	// AcceptedAt is the highest ballot in which it has accepted, and Value what it has accepted there.
	AcceptedAt Ballot
	Value      Value
}

// Phase says how far a proposer is in its ballot (§2.2).
type Phase uint8

// The phases.
const (
	// Idle: it has no ballot in progress.
	Idle Phase = iota
	// Preparing: it has asked acceptors for promises, phase 1.
	Preparing
	// Accepting: it has a majority of promises and asks acceptors to accept, phase 2.
	Accepting
	// Waiting: its ballot was refused, and it backs off.
	Waiting
	// Decided: it knows which value is chosen.
	Decided
)

// String is the phase in words.
func (p Phase) String() string {
	return [...]string{"idle", "preparing", "accepting", "waiting", "decided"}[p]
}

// Proposer is a proposer's state for one slot (§2.2).
type Proposer struct {
	ID NodeID
	// Servers is how many servers there are, and Acceptors how many of them accept.
	Servers, Acceptors int
	// Steps is true if ballots are kept apart by steps of Servers, and false if they are pairs.
	Steps bool
	// Wish is the value that it would like to be chosen.
	Wish  Value
	Phase Phase
	// Ballot is its present ballot, and the highest that it has used. It is on disk before it is used.
	Ballot Ballot
	// Promises are the acceptors that have promised to take part in Ballot.
	Promises NodeSet
	// Best is the highest ballot of an acceptance that they reported, and BestValue its value. BestFrom is the
	// acceptor that reported it first.
	Best      Ballot
	BestValue Value
	BestFrom  NodeID
	// Proposed is the value of Ballot, from the beginning of phase 2 on.
	Proposed Value
}

// Learner is a learner's state for one slot (§2.3).
type Learner struct {
	// Acceptors is how many acceptors there are.
	Acceptors int
	// Heard is the acceptances that it has heard of, by rising ballot.
	Heard []Tally
	// Chosen is the value that it knows to be chosen, NoValue before that.
	Chosen Value
}

// Tally is the acceptors that have accepted a value in a ballot.
type Tally struct {
	Ballot Ballot
	Value  Value
	From   NodeSet
}
