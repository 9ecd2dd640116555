// Package node drives the rules of replication without consensus: a Node is one server, as a pure state machine.
//
//	n, err := node.New(config)
//	out := n.Boot(0, record) // always the first input
//	for {
//		save(out.Record)     // 1. make it durable
//		send(out.Messages)   // 2. only then let messages leave
//		answer(out.Answers)
//		out = n.Tick(next(out.WakeAt)) // or Receive, Ask, Control
//	}
//
// node.go has the inputs and the timer, backup.go a primary with its backups and failover.go how another takes its
// place, leaderless.go the replicas of a key and the coordinators that ask them, hints.go and exchange.go what
// spreads a write later, commitment.go the coordinator of two or three phases, and termination.go what participants
// do without it.
//
// A Node's only sense of time is its tick, and the clock that it stamps its versions with. A record is the whole
// durable state: real systems append to a log, which this lab shows in Raft.
//
// # Never
//
// A Node decides no rule: it calls the rules of its Config. No goroutine, clock, I/O or global randomness. Given the
// same Config and the same inputs, a Node gives the same outputs on every machine.
package node
