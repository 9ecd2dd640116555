// Package raft is the consensus core of Raft Lab: the algorithm of the extended Raft paper
// (Ongaro and Ousterhout, 2014) as a pure state machine.
//
// A Node is one server. The world hands it one Input at a time, with the virtual time, and gets
// back an Output: what to save, which messages to send, which entries to apply, what to answer
// to clients, and when to wake it next. That is all; whoever calls decides what time is, how
// messages travel and what a disk does.
//
//	node, err := raft.New(config)
//	out := node.Step(0, raft.Restart{Saved: saved}) // always the first input
//	for {
//		save(out.Save)         // 1. make it durable
//		send(out.Messages)     // 2. only then let messages leave
//		apply(out.Apply)       // 3. feed the state machine, in order
//		answer(out.Answers)    //    requests that were refused
//		out = node.Step(next(out.WakeAt))
//	}
//
// # How to read it
//
// State is the box at the top left of Figure 2, with the figure's names. Rules is the rest of
// Figure 2 as a struct of functions, one file a rule: timeout.go, campaign.go, vote.go, append.go,
// replicate.go, commit.go, persist.go. Reference fills them all in. An exercise replaces one of these
// functions by the learner's own, with the same signature, so this package is also the answer
// key. node.go holds what is left: it calls the rules in order, and collects their Output.
//
// # Vocabulary
//
// The paper's, without abbreviations. Log indexes start at 1; index 0 and term 0 stand before
// the first entry. Times and durations are whole microseconds of virtual time.
//
// # Invariants
//
// They are written on the fields of State and Node as I1, I2, ...; Check tests them all, and the
// lab calls Check after every step.
//
// # Never
//
// No goroutine, channel, clock, I/O, logging or global randomness; no range over a map; no import
// outside a short list of the standard library. purity_test.go holds the package to that. Given
// the same Config and the same inputs, a Node gives the same outputs on every machine.
package raft
