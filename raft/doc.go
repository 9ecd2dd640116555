// Package raft is the vocabulary of Raft Lab's core: the state, the log, the messages and the types of the
// rules of the extended Raft paper (Ongaro and Ousterhout, 2014). It is what a learner's file may import.
//
// # How to read it
//
// The core has three rooms:
//
//	raft            what a learner may see. state.go is the State box of Figure 2, with the figure's names;
//	                log.go, message.go and save.go are what it holds, sends and saves; rules.go is the rest
//	                of the figure as a struct of functions. configuration.go says who decides. The chapters
//	                that the figure does not have are a file each: elections.go, reads.go, snapshots.go.
//	raft/reference  the answer key: each of these functions as the paper has it, one file a rule.
//	raft/node       the Node, which calls the rules in order: one server as a pure state machine.
//
// Beside them, raft/wire is the one byte format, raft/rafttest builds logs and states for tests, and
// raft/bench compares the core with go.etcd.io/raft.
//
// # Vocabulary
//
// The paper's, without abbreviations. Log indexes start at 1; index 0 and term 0 stand before
// the first entry. Times and durations are whole microseconds of virtual time.
//
// # Invariants
//
// The fields of State and node.Node name them I1, I2, ...; Node.Check tests them all, and the lab calls
// Check after every step.
//
// # How it grows
//
// A chapter that Figure 2 does not have (snapshots, membership, reads) keeps these laws. law_test.go checks the
// laws that a test can check.
//
//  1. Off means the same bytes. A chapter that is switched off changes no trace, record or message.
//  2. New kinds, never new fields. A chapter brings messages and records of its own kind. The four RPCs
//     and Save keep their fields, because the trace prints their sizes.
//  3. One struct of rules a chapter, embedded in Rules as Figure2 is. No signature of a rule changes.
//  4. Facts, not clocks. A rule reads what the Node found out (a field of State, such as Heard or Lease); no
//     rule sees a time.
//  5. IsQuorum decides. The reference asks State.IsQuorum and never counts a majority by itself, so that
//     a chapter can redefine it.
//  6. Only log.go knows how a log is stored, and that it may begin behind a base.
//
// # Never
//
// No goroutine, channel, clock, I/O, logging or global randomness; no range over a map; no import
// outside a short list of the standard library. purity_test.go holds all rooms to that. This package imports
// neither reference nor node: a learner's file cannot reach the answer key.
package raft
