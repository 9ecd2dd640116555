// Package commit is an exercise: when a leader may call an entry committed. The lesson is in
// README.md, the hints are in hints.md, and commit.go is where the learner writes.
//
//	go test ./exercises/commit
//
// # Never
//
// It holds no grading: its test hands the rule to package grader.
package commit
