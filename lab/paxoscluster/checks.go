package paxoscluster

import (
	"cmp"
	"maps"
	"slices"

	"raftlab/lab"
	"raftlab/lab/paxos"
	"raftlab/raft/wire"
)

// section is where the paper describes the roles of a server.
const section = "Paxos Made Simple §2"

// The properties that every step is judged by. An observer judges them: it sees all disks at once, as no server does.
var (
	agreement = lab.Check{ID: "agreement", Name: "Agreement", Section: "§2.1: only a single value is chosen"}
	validity  = lab.Check{ID: "validity", Name: "Validity", Section: "§2.1: only a value that was proposed is chosen"}
	// promiseKept holds across restarts: what counts is the disk.
	promiseKept = lab.Check{ID: "promise-kept", Name: "Promise Kept", Section: "§2.2, P1a; §2.5"}
	oneValue    = lab.Check{ID: "one-value", Name: "One Value a Ballot", Section: "§2.2"}
	ballotOnce  = lab.Check{ID: "ballots-unique", Name: "Ballots Unique", Section: "§2.5"}
	honesty     = lab.Check{ID: "learner-honesty", Name: "Learner Honesty", Section: "§2.1: what is learned is chosen"}
	inOrder     = lab.Check{ID: "in-order", Name: "In Order", Section: "§3"}
)

// These are judged when a command asks for them.
var (
	progress     = lab.Check{ID: "progress", Name: "Progress after healing", Section: "§2.4"}
	linearizable = lab.Check{ID: "linearizability", Name: "Linearizability", Section: "§3"}
)

// The places of the checks in Checks, by which the judgements are counted.
const (
	onAgreement = iota
	onValidity
	onPromiseKept
	onOneValue
	onBallotOnce
	onHonesty
	onInOrder
	checkKinds
)

// Checks lists the properties that every step is judged by.
func Checks() []lab.Check {
	return []lab.Check{agreement, validity, promiseKept, oneValue, ballotOnce, honesty, inOrder}
}

// at names a ballot of a slot.
type at struct {
	slot   paxos.Slot
	ballot paxos.Ballot
}

func (a at) compare(b at) int { return cmp.Or(cmp.Compare(a.slot, b.slot), a.ballot.Compare(b.ballot)) }

// vote is what is known of a ballot of a slot: its value, and the acceptors that have accepted it.
type vote struct {
	value paxos.Value
	from  paxos.NodeSet
	// event is the line of its first proposal or acceptance, by server.
	event uint64
	by    lab.ServerID
}

// choice is a chosen value. Event is the line with the acceptance that made the majority.
type choice struct {
	value  paxos.Value
	ballot paxos.Ballot
	event  uint64
}

// past is the best that an acceptor has shown so far. Its disk must not fall behind it.
type past struct {
	promised paxos.Ballot
	accepted []paxos.Ballot // accepted[i] is of slot i+1
}

// checks judges each step by its changes.
type checks struct {
	// event is the trace line of the step being judged.
	event     uint64
	multi     bool
	acceptors paxos.NodeSet
	pasts     []past
	votes     map[at]vote
	chosen    map[paxos.Slot]choice
	begun     map[paxos.Ballot]lab.ServerID
	proposed  map[paxos.Value]bool
	judged    [checkKinds]uint64
}

func newChecks(servers int, setup Setup) checks {
	return checks{
		multi: setup.Multi, acceptors: setup.Acceptors, pasts: make([]past, servers),
		votes: map[at]vote{}, chosen: map[paxos.Slot]choice{}, begun: map[paxos.Ballot]lab.ServerID{},
		proposed: map[paxos.Value]bool{},
	}
}

// keeps: an acceptor promises no less than it has promised, accepts nothing below its promise, and has nothing less
// accepted than before. Booted says that its view comes from the disk alone.
func (c *checks) keeps(id lab.ServerID, v *View, booted bool) *lab.Violation {
	c.judged[onPromiseKept]++
	p := &c.pasts[id-1]
	if v.Promised.Below(p.promised) {
		return promiseKept.Broken(lab.Say("promise-kept.forgot", "%v has promised ballot %v, and after %s its "+
			"promise is %v", id, p.promised, since(booted), v.Promised), c.event)
	}
	shown := 0
	for _, s := range v.Slots {
		for len(p.accepted) < int(s.Slot) {
			p.accepted = append(p.accepted, paxos.Ballot{})
		}
		before := p.accepted[s.Slot-1]
		switch {
		case s.At.Below(before):
			return promiseKept.Broken(lostAcceptance(id, int(s.Slot), before, s.At, booted), c.event)
		case s.At != before && s.At.Below(p.promised):
			return promiseKept.Broken(lab.Say("promise-kept.below", "%v accepts in ballot %v of slot %d, and has "+
				"promised ballot %v", id, s.At, s.Slot, p.promised), c.event)
		}
		p.accepted[s.Slot-1] = s.At
		shown = int(s.Slot)
	}
	for i := shown; booted && i < len(p.accepted); i++ {
		if p.accepted[i] != (paxos.Ballot{}) {
			return promiseKept.Broken(lostAcceptance(id, i+1, p.accepted[i], paxos.Ballot{}, booted), c.event)
		}
	}
	p.promised = v.Promised
	return nil
}

// lostAcceptance says that an acceptor had accepted something, and now has less.
func lostAcceptance(id lab.ServerID, slot int, before, now paxos.Ballot, booted bool) lab.Saying {
	return lab.Say("promise-kept.lost", "%v has accepted in ballot %v of slot %d, and after %s its acceptance is of "+
		"ballot %v", id, before, slot, since(booted), now)
}

func since(booted bool) string {
	if booted {
		return "its restart"
	}
	return "this step"
}

// begins: no ballot is used twice, by one proposer or by two.
func (c *checks) begins(id lab.ServerID, ballot paxos.Ballot) *lab.Violation {
	c.judged[onBallotOnce]++
	if by, ok := c.begun[ballot]; ok {
		return ballotOnce.Broken(lab.Say("ballots-unique.twice", "%v begins ballot %v, which %v has begun before", id,
			ballot, by), c.event)
	}
	c.begun[ballot] = id
	return nil
}

// proposes: a ballot has one value in a slot, and somebody has asked for that value.
func (c *checks) proposes(id lab.ServerID, place at, value paxos.Value) *lab.Violation {
	c.judged[onOneValue]++
	c.judged[onValidity]++
	known, ok := c.votes[place]
	if ok && known.value != value {
		return oneValue.Broken(lab.Say("one-value.two", "%v has %v in ballot %v%s, and %v has %v in the same "+
			"ballot", id,
			valueText(value), place.ballot, c.slotWords(place.slot), known.by, valueText(known.value)), known.event,
			c.event)
	}
	if !ok {
		c.votes[place] = vote{value: value, event: c.event, by: id}
	}
	if !c.proposed[c.wish(value)] && value != paxos.NoOp {
		return validity.Broken(lab.Say("validity.nobody", "%v has %v in ballot %v%s, and nobody has proposed that", id,
			valueText(value), place.ballot, c.slotWords(place.slot)), c.event)
	}
	return nil
}

// wish is what a client asked for, of a value.
func (c *checks) wish(value paxos.Value) paxos.Value {
	if command, err := paxos.ReadCommand(value); c.multi && err == nil {
		return paxos.Value(command)
	}
	return value
}

// slotWords names a slot where there are several.
func (c *checks) slotWords(slot paxos.Slot) lab.Saying {
	if !c.multi {
		return lab.Plain("")
	}
	return lab.Say("in-slot", " of slot %d", slot)
}

// accepts counts an acceptance. Now is true if it makes the value chosen. Two chosen values break agreement.
func (c *checks) accepts(id lab.ServerID, place at) (now bool, broken *lab.Violation) {
	v := c.votes[place]
	v.from.Add(paxos.NodeID(id))
	c.votes[place] = v
	if v.from.Len() < paxos.Majority(c.acceptors.Len()) {
		return false, nil
	}
	c.judged[onAgreement]++
	before, ok := c.chosen[place.slot]
	switch {
	case !ok:
		c.chosen[place.slot] = choice{value: v.value, ballot: place.ballot, event: c.event}
		return true, nil
	case before.value != v.value:
		return false, agreement.Broken(lab.Say("agreement.two", "a majority has accepted %v in ballot %v%s, and %v "+
			"was chosen in ballot "+
			"%v", valueText(v.value), place.ballot, c.slotWords(place.slot), valueText(before.value),
			before.ballot), before.event, c.event)
	}
	if place.ballot.Below(before.ballot) {
		// Which of two ballots is seen first depends on the order of steps; the lowest does not.
		c.chosen[place.slot] = choice{value: v.value, ballot: place.ballot, event: before.event}
	}
	return false, nil
}

// learns: a learned value was chosen.
func (c *checks) learns(id lab.ServerID, slot paxos.Slot, value paxos.Value) *lab.Violation {
	c.judged[onHonesty]++
	chosen, ok := c.chosen[slot]
	if !ok {
		return honesty.Broken(lab.Say("learner-honesty.nothing", "%v takes %v for chosen%s, and no majority has "+
			"accepted one value in the same ballot", id, valueText(value), c.slotWords(slot)), c.event)
	}
	if chosen.value != value {
		return honesty.Broken(lab.Say("learner-honesty.other", "%v takes %v for chosen%s, and %v was chosen in "+
			"ballot %v",
			id, valueText(value), c.slotWords(slot), valueText(chosen.value), chosen.ballot), chosen.event, c.event)
	}
	return nil
}

func (c *checks) clone() checks {
	d := *c
	d.pasts = slices.Clone(c.pasts)
	for i := range d.pasts {
		d.pasts[i].accepted = slices.Clone(d.pasts[i].accepted)
	}
	d.votes, d.chosen = maps.Clone(c.votes), maps.Clone(c.chosen)
	d.begun, d.proposed = maps.Clone(c.begun), maps.Clone(c.proposed)
	return d
}

// appendState appends the known past, in an order independent of the maps.
func (c *checks) appendState(b []byte) []byte {
	for _, p := range c.pasts {
		b = wire.AppendUint(paxos.AppendBallot(b, p.promised), uint64(len(p.accepted)))
		for _, ballot := range p.accepted {
			b = paxos.AppendBallot(b, ballot)
		}
	}
	b = wire.AppendUint(b, uint64(len(c.votes)))
	for _, place := range slices.SortedFunc(maps.Keys(c.votes), at.compare) {
		v := c.votes[place]
		b = paxos.AppendBallot(wire.AppendUint(b, uint64(place.slot)), place.ballot)
		b = wire.AppendUint(paxos.AppendValue(b, v.value), uint64(v.from))
	}
	b = wire.AppendUint(b, uint64(len(c.chosen)))
	for _, slot := range slices.Sorted(maps.Keys(c.chosen)) {
		b = paxos.AppendValue(wire.AppendUint(b, uint64(slot)), c.chosen[slot].value)
	}
	b = wire.AppendUint(b, uint64(len(c.begun)))
	for _, ballot := range slices.SortedFunc(maps.Keys(c.begun), paxos.Ballot.Compare) {
		b = paxos.AppendBallot(b, ballot)
	}
	b = wire.AppendUint(b, uint64(len(c.proposed)))
	for _, v := range slices.Sorted(maps.Keys(c.proposed)) {
		b = paxos.AppendValue(b, v)
	}
	return b
}
