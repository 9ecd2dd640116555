// Package gradetest lets go test be the grader: it is the adapter between an exercise's test and
// package grader.
//
//	func TestVote(t *testing.T) { gradetest.Vote(t, vote.HandleRequestVote) }
//
// Flags, after the package: -seed N runs the one schedule of that seed, -schedules N so many,
// -events FILE keeps the trace of the last. (-trace is go test's own, for the runtime.)
//
// # Never
//
// It judges nothing itself, and decides nothing by time. Only tests import it.
package gradetest
