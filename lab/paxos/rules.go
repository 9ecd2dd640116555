package paxos

// TODO is what a rule that is not written yet panics with. The grader's verdict is then "unfinished", which is
// not a mistake.
const TODO = "paxos: this rule is still to be written"

// Rules are the rules that a server follows. Each reads and writes the state that it is given and nothing else: it
// keeps nothing between two calls, reads no clock, and draws random numbers only from the Draw that it is given.
type Rules struct {
	Synod
	Stable
	Multi
}

// Synod is the algorithm for one value (§2.2, §2.3).
type Synod struct {
	// HandlePrepare answers a proposer that asks for a promise: phase 1(b).
	HandlePrepare func(a *Acceptor, req Prepare) Promise
	// HandleAccept answers a proposer that asks to accept: phase 2(b).
	HandleAccept func(a *Acceptor, req Accept) Accepted
	// NextBallot begins a ballot above all that this proposer has used, and above seen, the highest that it has seen:
	// phase 1(a). It returns the request for all acceptors.
	NextBallot func(p *Proposer, seen Ballot) Prepare
	// HandlePromise takes a promise in. With the promise that makes a majority, send is true, and the result is the
	// request for all acceptors: phase 2(a).
	HandlePromise func(p *Proposer, from NodeID, reply Promise) (req Accept, send bool)
	// HandleAccepted takes an acceptance in. Ok says that the learner knows which value is chosen (§2.3).
	HandleAccepted func(l *Learner, from NodeID, reply Accepted) (chosen Value, ok bool)
	// BackOff is how long a proposer waits after its ballot was refused, so that another can finish. Attempts is how
	// many of its ballots were refused in a row, at least 1. 0 is to try again at once (§2.4).
	BackOff func(attempts int, least, most Duration, draw Draw) Duration
}

// Stable is what must be on disk (§2.5).
type Stable struct {
	// WhatToSave is the record that must be durable before the step's messages leave. Last is the record before, and
	// now has what the server promises and uses now, and what it has accepted in this step.
	WhatToSave func(last, now Save) (record Save, needed bool)
}

// Multi is what many slots need beyond one (§3).
type Multi struct {
	// SlotsToPropose are the slots for which a new leader proposes when phase 1 is done, by rising slot. From is the
	// first slot that it does not know; reported are the slots from there on in which an acceptor has accepted
	// something.
	SlotsToPropose func(from Slot, reported []Slot) []Slot
	// ToApply are the slots that a server may carry out now, in order. Applied is the last that it has carried
	// out; known are the later slots whose value it knows, by rising slot.
	ToApply func(applied Slot, known []Slot) []Slot
}
