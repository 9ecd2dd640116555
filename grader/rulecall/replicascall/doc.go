// Package replicascall is how the rules of replicas that learners write are called from afar: its Table has a rule for
// each function of exercise quorum.
//
// ChooseRead is given a function, which no bytes can carry. So the caller sends what it gives for each pair of the
// versions that were answered, and the callee looks it up.
//
// # Never
//
// It judges nothing, and believes no count, version or server of a reply before it has compared it with a bound: a
// stranger wrote the callee. It imports neither package grader nor the reference: both stay out of a guest.
package replicascall
