// Package schedules plays many random schedules on several processors and adds up their results: what broke, which
// faults happened, how often each property was judged.
//
// No schedule depends on another. So a run has the same summary for every order and every number of processors. An
// interrupted run reports the schedules that it played.
//
// # Never
//
// It does not decide what is right, and makes no schedule smaller unless asked to. It and the kill matrix of package
// mutants are the two places of the grader with goroutines.
package schedules
