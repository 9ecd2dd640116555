// Package paxos is the vocabulary of the lab's Paxos: the roles, their states, the messages, and the rules as a struct
// of functions. The texts are Lamport's "Paxos Made Simple" (2001), whose section numbers the comments cite. It is what
// a learner's file may import.
//
// # How to read it
//
//	paxos            what a learner may see. state.go has the acceptor, the proposer and the learner; message.go what
//	                 they say to each other; save.go what is on a disk; rules.go the rules.
//	paxos/reference  the answer key: each rule as the paper has it, one file a rule.
//	paxos/node       one server as a pure state machine: it calls the rules, and adds timers, sending and saving.
//
// # Vocabulary
//
// The paper's. A ballot is the paper's proposal number. A slot is an instance of the algorithm: single-decree Paxos has
// slot 1 alone, Multi-Paxos one a command (§3). A value is chosen when a majority of the acceptors has accepted it in
// the same ballot: that is a fact about the run, and there may be nobody who knows it. Times and durations are whole
// microseconds of virtual time.
//
// Messages may be lost, late, doubled or out of order; nobody alters them (§2.1). Servers crash and restart with
// their disk. No server lies: Paxos is not for Byzantine faults.
//
// # Never
//
// No goroutine, channel, clock, I/O, logging or global randomness; no range over a map. raft/purity_test.go holds this
// folder and those below it to that. This package imports neither reference nor node.
package paxos
