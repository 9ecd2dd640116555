// Package rulecall is a call of a learner's rule as bytes: the state and the request go in, the reply and the changed
// state come out. Everything that judges stands on the Caller's side; on the Callee's side is the learner's rule.
//
//	caller := rulecall.NewCaller(ask)        // ask carries bytes to the callee: into a guest, or only a function
//	rulecall.Replace(caller, &rules, "HandleRequestVote")
//
//	callee := rulecall.NewCallee(rules, draw) // where the learner's rules are
//	reply := callee.Answer(call)
//
// Local joins both in one process. So a rule gets copies on every host: memory that it keeps, or changes without
// saying so, has the same effect everywhere.
//
// # The bytes
//
// A call is the number of its rule, the state, the log and the arguments. A reply is the number of lines that the
// callee has visited so far, and an outcome: the result, the state and the changed end of the log, or a panic.
// Numbers are varints of package wire.
//
// # Never
//
// It judges nothing. It believes no count, index or id of a reply before it has compared it with a bound: a stranger
// wrote the callee. It imports neither package grader nor the reference: both stay out of a guest.
package rulecall
