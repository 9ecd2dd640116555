// Package zabcall is how the rules of ZAB that learners write are called from afar: its Table has a rule for each
// function of exercise zab. The rule Better, which an election calls, is the learner's own there, and a quorum is more
// than half of the voters.
//
// # Never
//
// It judges nothing, and believes no count, round or history of a reply before it has compared it with a bound: a
// stranger wrote the callee. It imports neither package grader nor the reference: both stay out of a guest.
package zabcall
