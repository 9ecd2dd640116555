package explore

import "raftlab/lab"

// kind is what an action does. The order of the kinds is part of the order of actions.
type kind uint32

const (
	// deliver gives a message to its receiver. duplicate does too, and leaves a copy on its way.
	deliver kind = iota
	// wake lets the timer go off that a server waits for.
	wake
	// ask makes the next request of the clients at a server.
	ask
	// reboot crashes a server and starts it again from its disk.
	reboot
	duplicate
	// drop loses a message.
	drop
	kinds
)

// action is one thing that can happen: its kind, and which message or server it is about. Actions
// are ordered by their number, the same in every state; the reduction relies on that.
type action uint32

const argumentBits = 28

func newAction(k kind, argument uint32) action { return action(uint32(k)<<argumentBits | argument) }

func (a action) kind() kind       { return kind(a >> argumentBits) }
func (a action) argument() uint32 { return uint32(a & (1<<argumentBits - 1)) }

// counts is what is left of the bounds that count, by kind of action.
type counts [kinds]uint8

// counted tells whether actions of that kind use up a bound.
func (k kind) counted() bool { return k != deliver && k != wake }

// serverOf is the server that an action happens to: the receiver, for a message.
func (s *search) serverOf(a action) lab.ServerID {
	switch a.kind() {
	case deliver, duplicate, drop:
		return s.messages[a.argument()].to
	}
	return lab.ServerID(a.argument())
}

// independent tells whether two actions can be swapped: neither makes the other possible or
// impossible, and both orders lead to the same state. They happen to different servers, and do not
// compete for the last of a bound.
func (s *search) independent(a, b action) bool {
	return s.serverOf(a) != s.serverOf(b) && !(a.kind() == b.kind() && a.kind().counted())
}
