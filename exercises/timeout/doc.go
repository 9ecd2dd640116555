// Package timeout is an exercise: how long a server waits for a leader, and what restarts the wait.
// The lesson is in README.md, the hints are in hints.md, and timeout.go is where the learner writes.
//
//	go test ./exercises/timeout
//
// # Never
//
// It holds no grading: its test hands the rules to package grader.
package timeout
