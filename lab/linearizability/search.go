package linearizability

import "raftlab/lab/kv"

// search looks for an order that explains the operations of one key, in at most maxSteps steps.
//
// Three things keep it short without changing what it finds. What need not have happened is let
// happen only if it changes the value and the next one in the order looks at it: anything else may
// as well be left out, which changes no answer. So values that nobody can have found are left out
// from the start. And of several that are interchangeable, the one invoked first happens first, as
// it can happen wherever a later one can. Otherwise k unknown outcomes make up to 2^k times the work.
func search(history []claim, maxSteps int) (Outcome, int) {
	moves := plan(history)
	s := &searcher{stepsLeft: max(maxSteps, 0)}
	found := hasOrder(s, moves, events(moves))
	steps := max(maxSteps, 0) - s.stepsLeft
	switch {
	case found:
		return Linearizable, steps
	case s.exhausted:
		return Inconclusive, steps
	}
	return NotLinearizable, steps
}

// state is the key between two operations.
type state struct {
	value string
	// unseen: the last operation need not have happened, so the next must look at what it left.
	unseen bool
	// ended: all answers are explained. What is left did not happen.
	ended bool
	// used are the moves that have a twin and happened, one bit each.
	used string
}

type searcher struct {
	stepsLeft int
	exhausted bool
}

// step is the model: whether a move can come next, and what it leaves. When no step is left it
// turns every move down, so that who searches backs out at once.
func (s *searcher) step(now state, m move) (bool, state) {
	if s.stepsLeft == 0 {
		s.exhausted = true
		return false, now
	}
	s.stepsLeft--
	switch {
	case m.Operation == nil:
		now.ended = true
		return !now.unseen, now
	case now.ended:
		return true, now
	}
	command := m.Command
	if now.unseen && command.Op == kv.Put {
		return false, now
	}
	next, result := command.On(now.value)
	if m.standing != unknown && result != m.Result {
		return false, now
	}
	if m.standing == answered {
		return true, state{value: next, used: now.used}
	}
	if next == now.value || m.twin > 0 && !hasBit(now.used, m.twin) {
		return false, now
	}
	return true, state{value: next, unseen: true, used: withBit(now.used, m.bit)}
}

func hasBit(set string, bit int) bool {
	return bit/8 < len(set) && set[bit/8]&(1<<(bit%8)) != 0
}

func withBit(set string, bit int) string {
	if bit == 0 {
		return set
	}
	b := make([]byte, max(len(set), bit/8+1))
	copy(b, set)
	b[bit/8] |= 1 << (bit % 8)
	return string(b)
}
