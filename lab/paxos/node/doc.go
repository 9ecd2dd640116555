// Package node is one Paxos server as a pure state machine. Step takes an input and the server's time, calls the rules,
// and returns what to save, send, apply and answer.
//
//	node.go       the Node and its Step
//	acceptor.go   the acceptor: it answers for one slot, or for all slots from one on
//	proposer.go   a proposer of one value: ballots, refusals, back-off, the distinguished proposer
//	leader.go     Multi-Paxos: phase 1 for all slots, gaps, heartbeats, commands
//	learner.go    what is chosen: counted, heard from others, asked for
//	config.go     the settings; view.go what others may see; clone.go for searches; rng.go the one source of chance
//
// A server may have each role or some of them. What it sends to itself arrives in the same step: the step's record is
// durable before anything leaves, so a server never counts on what a crash can take from it.
//
// # Never
//
// It decides no rule: Config.Rules does. It sets no clock and starts no goroutine; time is an argument.
package node
