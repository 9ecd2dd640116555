// Package schedules plays many random schedules on several processors and adds up their results: what broke, which faults happened, how often each property was judged.
//
// Schedules do not know of each other, so it makes no difference which is played when, or on how
// many processors: a whole run has one summary. A run that was interrupted says how far it got.
//
// # Never
//
// It does not decide what is right, and makes no schedule smaller unless asked to. It and the
// kill matrix of package mutants are the two places of the grader with goroutines.
package schedules
