// Package quorum is an exercise: replicas without consensus, and what a read of them gives. The lesson is in README.md,
// the hints are in hints.md, and quorum.go is where the learner writes.
//
//	go test ./exercises/quorum
//
// # Never
//
// It holds no grading: its test hands the rules to package grader.
package quorum
