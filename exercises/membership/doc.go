// Package membership is an exercise: a cluster whose servers change while it runs. Part one is who decides and when a
// change may begin, part two is the joint phase and who leaves. The lesson is in README.md, the hints are in hints.md,
// and membership.go is where the learner writes.
//
//	go test ./exercises/membership
//
// # Never
//
// It holds no grading: its test hands the rules to package grader.
package membership
