package call

import (
	"raftlab/grader"
	"raftlab/lab"
)

// Breaks is the failure of a call that endangers a property of Raft: the place in the paper, and a sentence
// with its code.
func Breaks(place, code, why string, values ...any) *grader.CaseFailure {
	return &grader.CaseFailure{Place: place, Why: lab.Say(code, why, values...)}
}

// Stalls is the failure of a call that endangers no property, but keeps a cluster from making progress.
func Stalls(place, code, why string, values ...any) *grader.CaseFailure {
	return &grader.CaseFailure{Place: place, Why: lab.Say(code, why, values...), Liveness: true}
}
