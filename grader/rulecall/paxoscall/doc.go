// Package paxoscall is how the rules of Paxos that learners write are called from afar: its Table has a rule for each
// function of exercise paxos.
//
// # Never
//
// It judges nothing, and believes no count, ballot or value of a reply before it has compared it with a bound: a
// stranger wrote the callee. It imports neither package grader nor the reference: both stay out of a guest.
package paxoscall
