// Package campaign is an exercise: a server that stands for election, and counts the votes. The lesson
// is in README.md, the hints are in hints.md, and campaign.go is where the learner writes.
//
//	go test ./exercises/campaign
//
// # Never
//
// It holds no grading: its test hands the rules to package grader.
package campaign
