// Package prevote is an exercise: elections that do not disturb a leader that works, a leader that steps down when it
// cannot work, and one that hands over. The lesson is in README.md, the hints are in hints.md, and prevote.go is where
// the learner writes.
//
//	go test ./exercises/prevote
//
// # Never
//
// It holds no grading: its test hands the rules to package grader.
package prevote
