// Package node drives the rules of Raft: a Node is one server, as a pure state machine.
//
// The caller hands a Node one Input at a time, with the virtual time, and receives an Output: what to save,
// which messages to send, which entries to apply, what to answer to clients, and when to wake the Node
// next. The caller decides what time is, how messages travel and what a disk does.
//
//	n, err := node.New(config)
//	out := n.Step(0, node.Restart{Saved: saved}) // always the first input
//	for {
//		save(out.Save)         // 1. make it durable
//		send(out.Messages)     // 2. only then let messages leave
//		apply(out.Apply)       // 3. feed the state machine, in order
//		read(out.Reads)        // 4. answer reads from it
//		answer(out.Answers)    //    requests that were refused
//		out = n.Step(next(out.WakeAt))
//	}
//
// node.go calls the rules in their order and collects their Output, elections.go, reads.go, snapshots.go, membership.go
// and pipelining.go those that Figure 2 does not have, timer.go keeps the election timer and pending.go the requests
// that wait, check.go tests the invariants I1 to I14, and clone.go copies a Node for a search. unboxed.go is for a
// caller that wants no garbage: with Config.Unboxed, a step takes no memory except for the log, which doubles.
//
// A leader with Pipelining.ParallelDisk has Outputs with Parallel: nothing in them waits for their Save. The caller
// hands in the Durable that they name when that Save, and all before it, are durable.
//
// # Never
//
// A Node decides no rule of the paper: it calls the rules of its Config, for its first step too. No goroutine,
// clock, I/O or global randomness (raft/purity_test.go). Given the same Config and the same inputs, a Node
// gives the same outputs on every machine.
package node
