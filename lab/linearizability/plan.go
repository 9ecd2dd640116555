package linearizability

import (
	"slices"
	"strconv"

	"raftlab/lab/kv"
)

// standing is how much the history says about an operation.
type standing uint8

const (
	// unknown: it happened once with any result, at any instant after its invocation, or never.
	unknown standing = iota
	// loosened: like unknown, but if it happened, its result is the recorded answer.
	loosened
	// answered: it happened between invocation and answer, and gave that answer.
	answered
)

// claim is an operation with its standing.
type claim struct {
	*Operation
	standing standing
}

func claims(operations []Operation) []claim {
	list := make([]claim, len(operations))
	for i := range operations {
		list[i].Operation = &operations[i]
		if operations[i].Known {
			list[i].standing = answered
		}
	}
	return list
}

// findsAny reports whether an operation may find any number, and leave any: an increment of unknown outcome.
func (c claim) findsAny() bool { return c.standing == unknown && c.Command.Op == kv.Increment }

// happening is the operation with the answer that it has if it makes a difference. The search does not know that of
// an operation that findsAny.
func (c claim) happening() Operation {
	o := *c.Operation
	if c.standing == unknown {
		_, o.Result = o.Command.On(o.Command.Value) // a put, or a comparison that succeeds
	}
	return o
}

// move is an operation as the search sees it.
type move struct {
	claim // Operation is nil for the last move, after every answer
	// twin is the bit in state.used of an interchangeable move that must happen before this one. bit is the bit
	// of this move, for its own twin. Bits begin with 1; 0 is none.
	twin, bit int
}

// plan returns the moves of a search, in the order of invocation. It leaves out operations that need not happen
// and can make no difference.
func plan(history []claim) []move {
	last := instant{at: -1}
	for _, c := range history {
		if c.standing == answered && c.returned().compare(last) > 0 {
			last = c.returned()
		}
	}
	history = slices.DeleteFunc(slices.Clone(history), func(c claim) bool {
		return c.standing != answered && (c.invoked().compare(last) > 0 || c.Command.Op == kv.Get ||
			c.standing == loosened && !c.Result.Done)
	})
	slices.SortStableFunc(history, func(a, b claim) int { return byInvocation(*a.Operation, *b.Operation) })
	var moves []move
	for i, use := range useful(history) {
		if use {
			moves = append(moves, move{claim: history[i]})
		}
	}
	pairTwins(moves)
	return moves
}

// useful marks the claims that must happen, and those that leave a value which a marked claim can find. A claim
// whose value no other can have found may as well not have happened.
func useful(history []claim) []bool {
	marked := make([]bool, len(history))
	finds := map[string]bool{}
	numbers := false // an increment of unknown outcome may find any number
	for i, c := range history {
		if c.standing == answered {
			marked[i] = true
			finds[canonical(before(*c.Operation))] = true
		} else if c.findsAny() {
			marked[i] = true
			numbers = true
		}
	}
	for changed := true; changed; {
		changed = false
		for i, c := range slices.Backward(history) {
			if marked[i] {
				continue
			}
			o := c.happening()
			if left := canonical(after(o)); finds[left] || numbers && isNumber(left) {
				marked[i], changed = true, true
				if o.Command.Op != kv.Put {
					finds[canonical(before(o))] = true
				}
			}
		}
	}
	return marked
}

// canonical writes a number in one way, as an increment reads it: both "" and 00 are 0.
func canonical(value string) string {
	if value == "" {
		return "0"
	}
	if number, err := strconv.ParseInt(value, 10, 64); err == nil {
		return strconv.FormatInt(number, 10)
	}
	return value
}

func isNumber(value string) bool {
	_, err := strconv.ParseInt(value, 10, 64)
	return err == nil
}

func pairTwins(moves []move) {
	type kind struct {
		command kv.Command
		result  kv.Result
		claimed standing
	}
	latest := map[kind]int{}
	bits := 0
	for i, m := range moves {
		if m.standing == answered {
			continue
		}
		k := kind{command: m.Command}
		if m.standing == loosened {
			k.result, k.claimed = m.Result, loosened
		}
		if twin, ok := latest[k]; ok {
			bits++
			moves[twin].bit, moves[i].twin = bits, bits
		}
		latest[k] = i
	}
}

// event is the call or the return of a move, by the number of the move.
type event struct {
	move    int
	returns bool
}

// events is the history in the order of the search: calls and returns by time (calls first), then the last
// move, then the returns of all moves that need not have happened.
func events(moves []move) []event {
	type bound struct {
		instant
		event
	}
	var bounds []bound
	for i, m := range moves {
		bounds = append(bounds, bound{m.invoked(), event{i, false}})
	}
	for i, m := range moves {
		if m.standing == answered {
			bounds = append(bounds, bound{m.returned(), event{i, true}})
		}
	}
	// Stable, so that events at one instant keep this order.
	slices.SortStableFunc(bounds, func(a, b bound) int { return a.compare(b.instant) })
	events := make([]event, 0, 2*len(moves)+2)
	for _, b := range bounds {
		events = append(events, b.event)
	}
	events = append(events, event{len(moves), false}, event{len(moves), true})
	for i, m := range moves {
		if m.standing != answered {
			events = append(events, event{i, true})
		}
	}
	return events
}
