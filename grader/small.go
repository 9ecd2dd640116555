package grader

import (
	"iter"
	"maps"
	"slices"
)

// SmallestFirst yields the cases of a list of calls in the order of their sizes: the first that fails is the one to
// show. There are many calls and few sizes, and the page's processor is slow. So the calls are grouped by size, not
// sorted. The list is made at each iteration.
func SmallestFirst[C, R any](calls func() []C, size func(C) int, toCase func(C) Case[R]) iter.Seq[Case[R]] {
	return func(yield func(Case[R]) bool) {
		heaps := map[int][]C{}
		for _, c := range calls() {
			heaps[size(c)] = append(heaps[size(c)], c)
		}
		for _, n := range slices.Sorted(maps.Keys(heaps)) {
			for _, c := range heaps[n] {
				if !yield(toCase(c)) {
					return
				}
			}
		}
	}
}
