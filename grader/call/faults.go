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

// Stalls is the failure of a call that endangers no property. It keeps a cluster from making progress, costs it
// time, or leads clients astray.
func Stalls(place, code, why string, values ...any) *grader.CaseFailure {
	return &grader.CaseFailure{Place: place, Why: lab.Say(code, why, values...), Liveness: true}
}

// Asked makes further calls of a rule that has failed, to find out why, and reports whether they came to their end. If
// the rule panics there, that says nothing about the call that failed.
func Asked(calls func()) (ended bool) {
	defer func() { ended = recover() == nil }()
	calls()
	return true
}

// Gravest is the failure to report of a call whose parts were judged one by one, nil for an allowed outcome. A part
// that endangers a property comes before all that only stall, and of equals the first one counts. So a judge lists
// the parts in the order in which one explains the next.
func Gravest(parts ...*grader.CaseFailure) *grader.CaseFailure {
	var stalls *grader.CaseFailure
	for _, part := range parts {
		switch {
		case part == nil:
		case !part.Liveness:
			return part
		case stalls == nil:
			stalls = part
		}
	}
	return stalls
}
