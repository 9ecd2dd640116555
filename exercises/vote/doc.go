// Package vote is an exercise: a server that is asked for its vote. The lesson is in README.md,
// the hints are in hints.md, and vote.go is where the learner writes.
//
//	go test ./exercises/vote
//
// # Never
//
// It holds no grading: its test hands the rule to package grader.
package vote
