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
// # Never
//
// No verdict depends on the wall clock or on the machine. No package testing here: gradetest is
// the adapter to go test. What the judged code prints is never looked at.
package grader
