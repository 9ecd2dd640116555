package paxos

// Message is what one server sends to another. Slot is the instance that it is about; in a message for all slots from
// one on, it is the first of them.
type Message struct {
	From, To NodeID
	Slot     Slot
	Body     Body
}

// Body is the content of a message: one of the types below.
type Body interface {
	// MessageBallot is the sender's ballot, or the zero Ballot for a message outside of ballots.
	MessageBallot() Ballot
	kind() messageKind
}

// Prepare asks an acceptor for a promise: phase 1 (§2.2).
type Prepare struct{ Ballot Ballot }

// Promise answers Prepare. Granted, it is the promise to accept nothing in a lower ballot, with what the acceptor has
// accepted in the highest ballot so far. Refused, it carries the ballot that the acceptor has promised (§2.5).
type Promise struct {
	// Ballot is that of the Prepare.
	Ballot  Ballot
	Granted bool
	// Promised is what the acceptor has promised now.
	Promised Ballot
	// AcceptedAt is the zero Ballot if it has accepted nothing.
	AcceptedAt Ballot
	Value      Value
}

// Accept asks an acceptor to accept a value: phase 2 (§2.2).
type Accept struct {
	Ballot Ballot
	Value  Value
}

// Accepted answers Accept, and goes to the learners, too (§2.3).
type Accepted struct {
	// Ballot and Value are those of the Accept.
	Ballot  Ballot
	Value   Value
	Granted bool
	// Promised is what the acceptor has promised now.
	Promised Ballot
}

// PrepareAll is Prepare for all slots from Message.Slot on (§3).
type PrepareAll struct{ Ballot Ballot }

// PromiseAll is Promise for all those slots. Accepted is what the acceptor has accepted there, by rising slot: of every
// other slot it reports nothing (§3).
type PromiseAll struct {
	Ballot   Ballot
	Granted  bool
	Promised Ballot
	Accepted []SlotAccepted
}

// SlotAccepted is what an acceptor has accepted in a slot.
type SlotAccepted struct {
	Slot  Slot
	At    Ballot
	Value Value
}

// Chosen says which values are chosen, from Message.Slot on. A server sends it that knows it (§2.3).
type Chosen struct{ Values []Value }

// Ask asks what is chosen in Message.Slot, and, in Multi-Paxos, in the slots after it (§2.3).
type Ask struct{}

// Suggest brings a value to the distinguished proposer (§2.4).
type Suggest struct{ Value Value }

// Heartbeat says that its sender leads in a ballot. Message.Slot is the first slot that the leader does not know (§3).
type Heartbeat struct{ Ballot Ballot }

// MessageBallot is the proposer's ballot.
func (m Prepare) MessageBallot() Ballot { return m.Ballot }

// MessageBallot is the proposer's ballot.
func (m Promise) MessageBallot() Ballot { return m.Ballot }

// MessageBallot is the proposer's ballot.
func (m Accept) MessageBallot() Ballot { return m.Ballot }

// MessageBallot is the proposer's ballot.
func (m Accepted) MessageBallot() Ballot { return m.Ballot }

// MessageBallot is the proposer's ballot.
func (m PrepareAll) MessageBallot() Ballot { return m.Ballot }

// MessageBallot is the proposer's ballot.
func (m PromiseAll) MessageBallot() Ballot { return m.Ballot }

// MessageBallot is the zero Ballot.
func (m Chosen) MessageBallot() Ballot { return Ballot{} }

// MessageBallot is the zero Ballot.
func (m Ask) MessageBallot() Ballot { return Ballot{} }

// MessageBallot is the zero Ballot.
func (m Suggest) MessageBallot() Ballot { return Ballot{} }

// MessageBallot is the leader's ballot.
func (m Heartbeat) MessageBallot() Ballot { return m.Ballot }
