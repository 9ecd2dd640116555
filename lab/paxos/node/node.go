package node

import (
	"fmt"

	"raftlab/lab/paxos"
)

// Node is one server. Its fields are for observers to read, and for Step alone to change.
type Node struct {
	State
	config Config
	draws  *generator

	now   paxos.Time
	out   Output
	local []paxos.Message // what the server has sent to itself, in this step
	saved paxos.Save      // Promised and Used as on the disk
	// retryAt, askAt and leadAt are when the proposer tries again, the learner asks, and Multi-Paxos beats or stands; 0
	// is never.
	retryAt, askAt, leadAt paxos.Time
	// requests wait for the value of slot 1 (single-decree).
	requests []paxos.RequestID
	// commands are the clients' commands that wait for their slots (Multi).
	commands []command
	// promises are the answers to the present ballot's PrepareAll, in the order of their coming.
	promises []promise
	// next is the first slot that a leader has not used.
	next paxos.Slot
	// changed are the slots that changed in this step, and accepted those in which it accepted.
	changed, accepted paxos.Slots
}

// State is what a server knows.
type State struct {
	// Promised is the acceptor's promise, which holds in all slots.
	Promised paxos.Ballot
	// Proposer is the proposer of slot 1; in Multi-Paxos, of all slots that nobody has reported.
	Proposer paxos.Proposer
	// Refused is how many ballots in a row were refused, and Seen the highest ballot in a refusal.
	Refused int
	Seen    paxos.Ballot
	// Leader is the server that it takes for the leader, None if it knows none (Multi).
	Leader paxos.NodeID
	// Slots[i] is slot i+1.
	Slots []Slot
	// Applied is the last slot whose command was carried out (Multi).
	Applied paxos.Slot
}

// Slot is what a server knows about one slot.
type Slot struct {
	// At and Value are what it has accepted, as an acceptor.
	At    paxos.Ballot
	Value paxos.Value
	// Learner is what it has learned.
	Learner paxos.Learner
	// Proposed is the value that it has proposed there as the leader, in Ballot.
	Proposed paxos.Value
	Ballot   paxos.Ballot
}

// command is a client's command that the server has proposed in a slot.
type command struct {
	slot    paxos.Slot
	value   paxos.Value
	request paxos.RequestID
}

// Known reports whether the server knows the slot's value.
func (s *Slot) Known() bool { return s.Learner.Chosen != paxos.NoValue }

// New is a server that has not started: its first input is a Restart.
func New(config Config) (*Node, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	return &Node{config: config, draws: newGenerator(config.Seed, config.ID)}, nil
}

// Input is one of the types below.
type Input interface{ input() }

// Restart starts the server with its disk, which may be empty.
type Restart struct{ Saved paxos.Saved }

// Receive brings a message.
type Receive struct{ Message paxos.Message }

// Wake says that Output.WakeAt has come.
type Wake struct{}

// Propose brings a client's value or command.
type Propose struct {
	Request paxos.RequestID
	Value   []byte
}

// BeginBallot lets a proposer begin a ballot now, whatever it waits for.
type BeginBallot struct{}

// AskNow lets a learner ask now.
type AskNow struct{}

func (Restart) input()     {}
func (Receive) input()     {}
func (Wake) input()        {}
func (Propose) input()     {}
func (BeginBallot) input() {}
func (AskNow) input()      {}

// Output is what a step asks for. Save is durable before anything else leaves.
type Output struct {
	Save     *paxos.Save
	Messages []paxos.Message
	Answers  []Answer
	Apply    []Applied
	WakeAt   paxos.Time
}

// Answer is the end of a request that is not applied: the value that was chosen, or the server to ask instead.
type Answer struct {
	Request paxos.RequestID
	// Value is NoValue for a redirection to Leader.
	Value  paxos.Value
	Leader paxos.NodeID
}

// Applied is a slot whose command is carried out now. Request is the client's that waits here for it, or 0.
type Applied struct {
	Slot    paxos.Slot
	Value   paxos.Value
	Request paxos.RequestID
}

// Step handles one input.
func (n *Node) Step(now paxos.Time, in Input) Output {
	n.now, n.out = now, Output{}
	n.changed, n.accepted = n.changed[:0], n.accepted[:0]
	switch in := in.(type) {
	case Restart:
		n.restart(in.Saved)
	case Receive:
		n.receive(in.Message)
	case Wake:
		n.wake()
	case Propose:
		n.propose(in)
	case BeginBallot:
		n.begin()
	case AskNow:
		n.ask()
	}
	for len(n.local) > 0 {
		m := n.local[0]
		n.local = n.local[1:]
		n.receive(m)
	}
	n.apply()
	n.save()
	n.out.WakeAt = n.WakeAt()
	return n.out
}

func (n *Node) restart(saved paxos.Saved) {
	n.Promised = saved.Promised
	n.saved = paxos.Save{Promised: saved.Promised, Used: saved.Used}
	n.Proposer = paxos.Proposer{
		ID: n.config.ID, Servers: n.config.Servers, Acceptors: n.config.Acceptors.Len(), Steps: n.config.Steps,
		Ballot: saved.Used,
	}
	for _, a := range saved.Accepted {
		s := n.slot(a.Slot)
		s.At, s.Value = a.At, a.Value
	}
	if n.config.Multi {
		n.Proposer.Wish = paxos.NoOp
		n.waitForLeader(0)
		return
	}
	n.wantsToKnow()
}

func (n *Node) accepts() bool  { return n.config.Acceptors.Has(n.config.ID) }
func (n *Node) proposes() bool { return n.config.Proposers.Has(n.config.ID) }
func (n *Node) learns() bool   { return n.config.Learners.Has(n.config.ID) }

// slot is a slot's state. Slots up to it are made if needed.
func (n *Node) slot(number paxos.Slot) *Slot {
	for paxos.Slot(len(n.Slots)) < number {
		n.Slots = append(n.Slots, Slot{Learner: paxos.Learner{Acceptors: n.config.Acceptors.Len()}})
	}
	return &n.Slots[number-1]
}

// receive handles a message. It ignores those for slots that the mode does not have, and those for another server.
func (n *Node) receive(m paxos.Message) {
	if m.To != n.config.ID || m.Slot < 1 || !n.config.Multi && m.Slot > 1 {
		return
	}
	switch body := m.Body.(type) {
	case paxos.Prepare:
		n.onPrepare(m, body)
	case paxos.Promise:
		n.onPromise(m, body)
	case paxos.Accept:
		n.onAccept(m, body)
	case paxos.Accepted:
		n.onAccepted(m, body)
	case paxos.PrepareAll:
		n.onPrepareAll(m, body)
	case paxos.PromiseAll:
		n.onPromiseAll(m, body)
	case paxos.Chosen:
		n.onChosen(m, body)
	case paxos.Ask:
		n.onAsk(m)
	case paxos.Suggest:
		n.onSuggest(body)
	case paxos.Heartbeat:
		n.onHeartbeat(m, body)
	}
}

// send sends a message. One to the server itself arrives later in this step.
func (n *Node) send(to paxos.NodeID, slot paxos.Slot, body paxos.Body) {
	m := paxos.Message{From: n.config.ID, To: to, Slot: slot, Body: body}
	if to == n.config.ID {
		n.local = append(n.local, m)
		return
	}
	n.out.Messages = append(n.out.Messages, m)
}

// sendAll sends a message to each of these servers.
func (n *Node) sendAll(to paxos.NodeSet, slot paxos.Slot, body paxos.Body) {
	for id := range to.All() {
		n.send(id, slot, body)
	}
}

// wake fires the timer that is due first.
func (n *Node) wake() {
	switch due := n.WakeAt(); due {
	case 0:
	case n.leadAt:
		n.leadAt = 0
		n.leaderTimer()
	case n.retryAt:
		n.retryAt = 0
		n.retry()
	case n.askAt:
		n.askAt = 0
		n.ask()
	}
}

// WakeAt is the earliest timer, 0 for none.
func (n *Node) WakeAt() paxos.Time {
	earliest := paxos.Time(0)
	for _, at := range [...]paxos.Time{n.leadAt, n.retryAt, n.askAt} {
		if at != 0 && (earliest == 0 || at < earliest) {
			earliest = at
		}
	}
	return earliest
}

// save makes the step's record.
func (n *Node) save() {
	now := paxos.Save{Promised: n.Promised, Used: n.Proposer.Ballot}
	for _, number := range n.accepted {
		s := n.Slots[number-1]
		now.Accepted = append(now.Accepted, paxos.SlotAccepted{Slot: number, At: s.At, Value: s.Value})
	}
	if record, needed := n.config.Rules.WhatToSave(n.saved, now); needed {
		n.saved = paxos.Save{Promised: record.Promised, Used: record.Used}
		n.out.Save = &record
	}
}

// Check is the first of the server's own invariants that does not hold, or nil.
func (n *Node) Check() error {
	for i := range n.Slots {
		if s := &n.Slots[i]; s.At != (paxos.Ballot{}) && s.Value == paxos.NoValue {
			return fmt.Errorf("it has accepted nothing in ballot %v of slot %d", s.At, i+1)
		}
	}
	if p := &n.Proposer; p.Phase == paxos.Accepting && p.Proposed == paxos.NoValue {
		return fmt.Errorf("it proposes nothing in ballot %v", p.Ballot)
	}
	return nil
}
