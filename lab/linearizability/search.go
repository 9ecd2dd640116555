package linearizability

import "raftlab/lab/kv"

// search looks for an order that explains the operations of one key, in at most maxSteps steps.
//
// Five things keep it short without changing the result. First, an operation that need not have happened is
// placed in the order only if it changes the value and the next operation reads that value; leaving it out
// anywhere else changes no answer. Second, an operation that leaves a value which no other can have found is
// left out from the start. Third, of several interchangeable operations the one invoked first happens first,
// because it can happen wherever a later one can. Without these, k unknown outcomes would make up to 2^k times
// the work. Fourth, a free move is made at once and never taken back. Fifth, no move may lose a value that must
// still be found (values.go). Without these two, k operations that run at once would.
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
	// unseen: the last operation need not have happened, so the next must read the value that it left.
	unseen bool
	// ended: all answers are explained. The remaining operations did not happen.
	ended bool
	// used has one bit for each move that has a twin and happened.
	used string
}

type searcher struct {
	stepsLeft int
	exhausted bool
}

// step is the model: it reports whether a move can come next, and the state after it. When no step is left it
// refuses every move, so that the search ends at once.
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
