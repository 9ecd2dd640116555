// Package callee has the exports of a guest that answers calls of a learner's rules and does nothing else: everything
// that judges stays with the host.
//
//	input(size) address       where to write a call
//	call(size) reply          makes the call that was written; gives address<<32 | size of the reply
//	raftlab.draw(n) drawn     an import: the host draws for a rule; its greatest number refuses
//
// The bytes are those of package rulecall. Addresses are valid until the next call.
//
// # Never
//
// It links neither the grader nor the reference, and it uses no file, clock, environment or randomness.
package callee
