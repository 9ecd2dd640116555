// Package sessions is an exercise: a command is carried out once, however often its client sends it. The lesson is in
// README.md, the hints are in hints.md, and sessions.go is where the learner writes.
//
//	go test ./exercises/sessions
//
// # Never
//
// It holds no grading: its test hands the rules to package grader.
package sessions
