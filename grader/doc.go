// Package grader judges a learner's rules: by examples, by every small call, and in clusters under seeded schedules
// of faults, with the protocol's properties checked at every step.
//
//	rules := exercise.Reference()
//	rules.HandleRequestVote = mine
//	report := grader.Bind(exercise, rules).Grade(grader.DefaultBudget())
//	fmt.Print(report.Text())
//
// An Exercise is about rules of any type R: Figure 2's functions, a session table, a whole server. Bind makes a Judge
// of it and of a learner's R; a Judge has no R, so that all exercises fit one list.
//
// A verdict is a function of the rules and the budget alone: the same everywhere, every time. It is the gravest one
// found, in this order:
//
//	safety        a property broke, or a rule did what the paper forbids
//	crash         the rule panicked, or broke its own server
//	liveness      the cluster made no progress within its budget of virtual time
//	inconclusive  a check reached its limit
//	unfinished    a rule is still the starter's
//	pass          every check passed
//
// A file that is not judged has one of package runfile's: compile, refused or infrastructure.
//
// All examples and all stories are played, whatever fails, and the number of checks is the same for every file. A
// report names the checks that were not made, and the first finding is the gravest. A cluster in which a property of
// safety breaks comes first, with its smallest run. A call that only stalls a cluster comes before the run that stands
// still, since it says why.
//
// Report.Text is for people, Report.JSON for programs: the page, raftlab grade and go test give the same
// JSON for the same file, hash of all traces included. Budget.Progress receives the
// grading's progress, and each finding before its run is made small.
//
// Around it: judges lists the exercises, and each package below it is one; the exercises in Figure 2's rules share
// call. gradetest is the adapter to go test, runfile judges one file in processes of their own, instrument and visit
// bound the calls of a rule, rulecall makes such a call from outside, sandbox runs a learner's guest, and link opens a
// finding in the page. submissions and hostile have files that all hosts must judge alike, mutants has mistakes that
// the checks must find, and schedules plays many random schedules.
//
// # Never
//
// No verdict depends on the wall clock or on the machine. Nothing here names a protocol's rules or an exercise. No
// package testing: gradetest is the adapter to go test. What the judged code prints is ignored.
package grader
