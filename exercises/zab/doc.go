// Package zab is an exercise: seven rules of ZAB, the broadcast of ZooKeeper. The lesson is in README.md, the hints are
// in hints.md, and zab.go is where the learner writes.
//
//	go test ./exercises/zab
//
// # Never
//
// It holds no grading: its test hands the rules to package grader.
package zab
