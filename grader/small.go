package grader

import (
	"iter"
	"maps"
	"slices"
)

// SmallestFirst yields the cases of a list of calls in order of their sizes, so that the first that fails is the
// one to show. There are many calls and few sizes, and the page's processor is slow: they are put in heaps, not
// sorted. The list is made when the cases are asked for.
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
