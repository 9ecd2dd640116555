// Package replicate is an exercise: what the leader sends to a follower, and how it handles the
// answer. The lesson is in README.md, the hints are in hints.md, and replicate.go is where the learner
// writes.
//
//	go test ./exercises/replicate
//
// # Never
//
// It holds no grading: its test hands the rules to package grader.
package replicate
