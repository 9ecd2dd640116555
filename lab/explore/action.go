package explore

import "raftlab/lab"

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
	kinds
)

// action is one thing that can happen: a kind, and a message or a server. Actions are ordered by their number,
// which is the same in every state; the reduction relies on that.
type action uint32

const argumentBits = 28

// The argument of a pass is a server, and above it the number of one of its silences.
const serverBits = 8

func newAction(k kind, argument uint32) action { return action(uint32(k)<<argumentBits | argument) }

func (a action) kind() kind       { return kind(a >> argumentBits) }
func (a action) argument() uint32 { return uint32(a & (1<<argumentBits - 1)) }

// counts is the remaining bounds, by kind of action.
type counts [kinds]uint8

// counted reports whether actions of that kind use up a bound.
func (k kind) counted() bool { return k != deliver && k != wake && k != pass }

// serverOf is the server of an action: the receiver, for a message.
func (s *search) serverOf(a action) lab.ServerID {
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
	return s.serverOf(a) != s.serverOf(b) && !(a.kind() == b.kind() && a.kind().counted())
}
