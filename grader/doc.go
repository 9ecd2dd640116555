// Package grader judges a learner's rule: by the paper's example cases, and in clusters under
// seeded schedules of faults, with Figure 3's properties checked at every step.
//
//	report := grader.Grade(grader.Vote(), rules, grader.DefaultBudget())
//	fmt.Print(report.Text())
//
// A verdict is a function of the rule and the budget alone: the same everywhere, every time.
//
//	pass        every check passed
//	safety      a property broke, or a rule did what Figure 2 forbids
//	liveness    the cluster did not get there within its budget of virtual time
//	crash       the rule panicked, or broke its own server
//	unfinished  the rule is still the starter's
//
// Report.Text is for people, Report.JSON for programs: the page, raftlab grade and go test give the same
// JSON for the same file, hash of all traces included. Budget.Progress is told what goes on meanwhile, and
// what was found before it is made small.
//
// Around it: gradetest is the adapter to go test, instrument and visit bound what a call of a rule may do,
// sandbox runs a learner's guest, link opens a finding in the page, submissions is what all hosts must judge
// alike, and mutants what the checks must find.
//
// # Never
//
// No verdict depends on the wall clock or on the machine. No package testing here: gradetest is
// the adapter to go test. What the judged code prints is never looked at.
package grader
