// Package gradetest makes go test the practice for an exercise: it is the adapter between an exercise's test and
// package grader.
//
//	func TestVote(t *testing.T) {
//		gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
//			rules.HandleRequestVote = vote.HandleRequestVote
//		})
//	}
//
// Flags, after the package: -seed N runs only the schedule of that seed, -schedules N runs N schedules,
// -events FILE keeps the trace of the last one. (-trace is go test's own, for the runtime.) An exercise that is not
// finished is skipped, and -strict fails it. Without -v the go command shows of a skip only "[no tests to run]", after
// the ok of the package; within the folder of the exercise, `go test` shows a sentence, too.
//
// A rule runs in the test's own process, unchanged, so that a debugger, the race detector and the
// coverage know its lines. A grading that takes long is repeated in another process, which counts lines. So an
// endless loop gets the same verdict as in the page. A test that runs out of memory or stack ends with Go's
// own message; raftlab grade makes a verdict of it.
//
// # Never
//
// It judges nothing itself, and no verdict depends on time. Only tests import it. Its exit code proves nothing about a
// file of somebody else, which runs in the same process and could end it: raftlab grade is the grader.
package gradetest
