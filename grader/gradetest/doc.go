// Package gradetest lets go test be the grader: it is the adapter between an exercise's test and
// package grader.
//
//	func TestVote(t *testing.T) {
//		gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
//			rules.HandleRequestVote = vote.HandleRequestVote
//		})
//	}
//
// Flags, after the package: -seed N runs the one schedule of that seed, -schedules N so many,
// -events FILE keeps the trace of the last. (-trace is go test's own, for the runtime.)
//
// A rule runs in the test's own process, unchanged, so that a debugger, the race detector and the
// coverage know its lines. A grading that takes long is done once more in another, whose lines are counted:
// a loop that never ends is so the verdict that it is in the page. What runs out of memory or of stack ends
// with Go's own message; raftlab grade makes a verdict of it.
//
// # Never
//
// It judges nothing itself, and decides nothing by time. Only tests import it.
package gradetest
