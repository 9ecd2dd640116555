package linearizability

import (
	"math"
	"slices"
)

// effort limits the search for the culprits to so many times the limit of one search. If that is not enough,
// some culprits could be left out; the contradiction is still true.
const effort = 20

// culprits finds the fewest answers that contradict each other, none of which can be left out.
//
// To leave an operation out is to loosen it: it may have happened with its recorded answer, at any instant
// after its invocation, or never. So every value that a client read still has its writer, and the contradiction
// holds in every history with the same operations. Loosening only allows more orders. So a contradiction of a
// few operations remains one with more of them, and a binary search finds each culprit.
func culprits(operations []Operation, maxSteps int) ([]Operation, int) {
	rest := make([]int, 0, len(operations))
	for i, o := range operations {
		if o.Known {
			rest = append(rest, i)
		}
	}
	slices.SortStableFunc(rest, func(a, b int) int { return byReturn(operations[a], operations[b]) })
	steps, budget := 0, effort*min(maxSteps, math.MaxInt/effort)
	contradict := func(sets ...[]int) bool {
		outcome, took := search(loosenedBut(operations, sets...), min(maxSteps, budget-steps))
		steps += took
		return outcome == NotLinearizable
	}
	// kept and rest together always contradict. The first search finds the answer that completed the
	// contradiction; later searches prefer the latest answers before it.
	var kept []int
	for len(rest) > 0 && !contradict(kept) {
		low, high := 0, len(rest)
		for high-low > 1 {
			middle := (low + high) / 2
			if contradict(kept, rest[:middle]) {
				high = middle
			} else {
				low = middle
			}
		}
		kept, rest = append(kept, rest[high-1]), rest[:high-1]
		if len(kept) == 1 {
			slices.Reverse(rest)
		}
	}
	slices.Sort(kept) // the operations are in the order of invocation
	found := make([]Operation, len(kept))
	for i, k := range kept {
		found[i] = operations[k]
	}
	return found, steps
}

// loosenedBut is the history in which all answered operations are loosened, except those of the sets.
func loosenedBut(operations []Operation, sets ...[]int) []claim {
	history := claims(operations)
	for i := range history {
		history[i].standing = min(history[i].standing, loosened)
	}
	for _, set := range sets {
		for _, i := range set {
			history[i].standing = answered
		}
	}
	return history
}
