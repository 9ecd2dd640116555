package linearizability

import (
	"math"
	"slices"
)

// effort is how many times the bound of one search is spent at most on finding the culprits. If it
// does not suffice, there are culprits that could be left out, which is no less true.
const effort = 20

// culprits finds the fewest answers that contradict each other, none of which can be left out.
//
// To leave an operation out is to loosen it: it may have happened as it was answered, at any
// instant after its invocation, or never. So a value that somebody read keeps its writer, and what
// the culprits contradict is not an invented history but every one that holds the same operations.
// Loosening only ever allows more orders; therefore what contradicts with fewer operations does so
// with more, and each culprit can be searched by halves.
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
	// contradiction; after it, those that came last before it are preferred.
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

// loosenedBut is the history in which all answered operations are loosened but those of the sets.
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
