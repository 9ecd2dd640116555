// Package gradetest makes go test a grader: it is the adapter between an exercise's test and package grader.
//
//	func TestVote(t *testing.T) {
//		gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
//			rules.HandleRequestVote = vote.HandleRequestVote
//		})
//	}
//
// Flags, after the package: -seed N runs only the schedule of that seed, -schedules N runs N schedules,
// -events FILE keeps the trace of the last one. (-trace is go test's own, for the runtime.)
//
// A rule runs in the test's own process, unchanged, so that a debugger, the race detector and the
// coverage know its lines. A grading that takes long is repeated in another process, which counts lines. So an
// endless loop gets the same verdict as in the page. A test that runs out of memory or stack ends with Go's
// own message; raftlab grade makes a verdict of it.
//
// # Never
//
// It judges nothing itself, and no verdict depends on time. Only tests import it.
package gradetest
