package grader

import (
	"iter"
	"maps"
	"slices"
)

// SmallestFirst yields the cases of a list of calls in the order of their sizes: the first that fails is the one to
// show. There are many calls and few sizes, and the page's processor is slow. So the places of the calls are grouped by
// size, and the calls are not sorted. The list is made at each iteration.
func SmallestFirst[C, R any](calls func() []C, size func(C) int, toCase func(C) Case[R]) iter.Seq[Case[R]] {
	return func(yield func(Case[R]) bool) {
		all, places := calls(), map[int][]int32{}
		for i, c := range all {
			n := size(c)
			places[n] = append(places[n], int32(i))
		}
		for _, n := range slices.Sorted(maps.Keys(places)) {
			for _, i := range places[n] {
				if !yield(toCase(all[i])) {
					return
				}
			}
		}
	}
}
