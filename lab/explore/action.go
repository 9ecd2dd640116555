package explore

import (
	"slices"

	"raftlab/lab"
)

// kind is the kind of an action. The order of the kinds is part of the order of actions.
type kind uint32

const (
	// deliver gives a message to its receiver; duplicate also leaves a copy in flight.
	deliver kind = iota
	// wake fires a server's timer.
	wake
	// ask makes the clients' next request at a server.
	ask
	// reboot crashes a server and starts it again from its disk.
	reboot
	duplicate
	// drop loses a message.
	drop
	// pass lets time pass at one server: it acts because nothing came.
	pass
	// failed is the first of the kinds in which a server loses its power in a save, and starts again: three for each
	// step of a save, with what the server was doing (saving).
	failed
)

// saving are the kinds of actions in whose saves the power may fail.
var saving = [...]kind{deliver, wake, pass}

// action is one thing that can happen: a kind, and a message or a server. Actions are ordered by their number,
// which is the same in every state; the reduction relies on that.
type action uint32

const argumentBits = 28

// The argument of a pass is a server, and above it the number of one of its silences.
const serverBits = 8

func newAction(k kind, argument uint32) action { return action(uint32(k)<<argumentBits | argument) }

func (a action) kind() kind       { return kind(a >> argumentBits) }
func (a action) argument() uint32 { return uint32(a & (1<<argumentBits - 1)) }

// failing is an action in whose save the server loses its power before a step, and then starts again.
func failing(a action, before lab.DiskStep) action {
	n := len(saving)*int(before-1) + slices.Index(saving[:], a.kind())
	return newAction(failed+kind(n), a.argument())
}

// whole is what the server does in an action, and the step of its save before which the power fails. In all but the
// failed kinds it does not.
func (a action) whole() (action, lab.DiskStep) {
	if a.kind() < failed {
		return a, lab.NoStep
	}
	n := int(a.kind() - failed)
	return newAction(saving[n%len(saving)], a.argument()), lab.DiskStep(1 + n/len(saving))
}

// counts is the remaining bounds, by kind of action.
type counts [failed]uint8

// counted reports whether actions of that kind use up a bound.
func (k kind) counted() bool { return k != deliver && k != wake && k != pass }

// bound is the kind whose bound an action of this kind uses up: a power failure is a crash.
func (k kind) bound() kind {
	if k >= failed {
		return reboot
	}
	return k
}

// use takes an action from the remaining bounds.
func (c *counts) use(a action) {
	if k := a.kind(); k.counted() {
		c[k.bound()]--
	}
}

// serverOf is the server of an action: the receiver, for a message.
func (s *search) serverOf(a action) lab.ServerID {
	a, _ = a.whole()
	switch a.kind() {
	case deliver, duplicate, drop:
		return s.messages[a.argument()].to
	case pass:
		return lab.ServerID(a.argument() & (1<<serverBits - 1))
	}
	return lab.ServerID(a.argument())
}

// independent reports whether two actions can be swapped: neither makes the other possible or impossible, and both
// orders lead to the same state. They happen to different servers, and do not compete for the last of a bound.
//
// Where the judge compares when clients asked and were answered, a request is swapped with nothing: any other action
// may be the one in which a client gets its answer.
func (s *search) independent(a, b action) bool {
	if s.realTime && (a.kind() == ask || b.kind() == ask) {
		return false
	}
	same := a.kind().bound() == b.kind().bound()
	return s.serverOf(a) != s.serverOf(b) && !(same && a.kind().counted())
}
