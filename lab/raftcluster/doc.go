// Package raftcluster plugs Raft into the lab. A Server is a node.Node with a key-value store on top. The Cluster
// judges every step by the five properties of Figure 3, and by the durability of acknowledged commands. Scenarios
// have verbs for elections, logs and values. When a scenario asks, two more properties are judged: progress after
// healing, and whether the clients' history is linearizable.
//
//	Server         the machine (server.go) in this process, in a guest, or in a worker
//	Config         a server's configuration as bytes (config.go)
//	View           the visible state of a server after a step (view.go)
//	Cluster        the protocol: mirrors and checks (cluster.go, checks.go, leaders.go), and what was there before a
//	               scenario began (given.go)
//	Sometimes      events that should sometimes happen in a run, counted (sometimes.go)
//	ServerSummary  a server's state according to trace lines, without the run (summary.go)
//	Protocol       Raft as one of the lab's protocols (protocol.go), and its kinds of trace lines (linekinds.go)
//	Face           how a server and a message are shown (face.go), and the reason of an event in a sentence, with
//	               its place in the paper (explain.go, explain_messages.go)
//	Nemesis        the faults of elections, and the random schedules with them (nemesis.go)
//	Verbs          the scenario verbs of Raft (verbs.go, expect.go, progress.go)
//	Chapters       what Figure 2 does not have, each with its switches, verbs and part of a view: elections that do
//	               not disturb, and transfers (elections.go), reads and leases (reads.go), clients' commands
//	               carried out once, however often they are sent (sessions.go, once.go), snapshots in the place of
//	               a log's beginning (snapshots.go, snapshot_checks.go), servers that come and go (membership.go,
//	               changes.go, configurations.go), and leaders that do not wait (pipelining.go)
//	Search         the cluster as a system whose schedules are searched (search.go, search_reads.go,
//	               search_membership.go), and the states that a search finds, to be compared with those of runs
//	               (shapes.go)
//	RuleSets       the reference rules, and rules that are wrong on purpose (rulesets.go, session_rulesets.go,
//	               membership_rulesets.go)
//
// Package oracle, below, judges runs beside the checks, slowly, in tests. The clients, their history, and the
// choice of each server's rules are package service's.
//
// # Never
//
// The checks never look inside a server, only at its views. So they judge a server in a Web Worker
// exactly as a server in this process. No wall clock, no goroutine, no floating point.
package raftcluster
