package linearizability

import (
	"github.com/anishathalye/porcupine"

	"raftlab/lab/kv"
)

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
	model := porcupine.Model{
		Init:  func() any { return state{} },
		Step:  s.step,
		Equal: func(a, b any) bool { return a.(state) == b.(state) },
		Hash:  func(a any) uint64 { return a.(state).hash() },
	}
	// porcupine checks the one partition in one goroutine and waits for it. Given events rather than
	// operations it does not sort, so the order of the search is decided here.
	found := porcupine.CheckEvents(model, events(moves))
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

func (s state) hash() uint64 {
	// FNV-1a. What was used needs no part in it, as porcupine adds which moves were made.
	h := uint64(14695981039346656037)
	for i := range len(s.value) {
		h = (h ^ uint64(s.value[i])) * 1099511628211
	}
	return h
}

type searcher struct {
	stepsLeft int
	exhausted bool
}

// step is the model: whether a move can come next, and what it leaves. When no step is left it
// turns every move down, so that porcupine backs out of the search at once.
func (s *searcher) step(before, input, _ any) (bool, any) {
	if s.stepsLeft == 0 {
		s.exhausted = true
		return false, before
	}
	s.stepsLeft--
	now, m := before.(state), input.(move)
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
