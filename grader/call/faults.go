package call

import (
	"fmt"

	"raftlab/grader"
)

// Breaks is the failure of a call that endangers what Raft promises: where the paper has it, and a sentence.
func Breaks(place, why string, values ...any) *grader.CaseFailure {
	return &grader.CaseFailure{Place: place, Why: fmt.Sprintf(why, values...)}
}

// Stalls is the failure of a call that keeps a cluster from making progress, and endangers nothing.
func Stalls(place, why string, values ...any) *grader.CaseFailure {
	return &grader.CaseFailure{Place: place, Why: fmt.Sprintf(why, values...), Liveness: true}
}
