package call

import (
	"fmt"

	"raftlab/grader"
)

// Breaks is the failure of a call that endangers a property of Raft: the place in the paper, and a sentence.
func Breaks(place, why string, values ...any) *grader.CaseFailure {
	return &grader.CaseFailure{Place: place, Why: fmt.Sprintf(why, values...)}
}

// Stalls is the failure of a call that endangers no property, but keeps a cluster from making progress.
func Stalls(place, why string, values ...any) *grader.CaseFailure {
	return &grader.CaseFailure{Place: place, Why: fmt.Sprintf(why, values...), Liveness: true}
}
