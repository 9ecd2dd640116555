// Package cluster plugs Raft into the lab: a Server that is a node.Node with a key-value store on
// top, the five properties of Figure 3 and the durability of what clients were told checked at every
// step, the clients' history, and the verbs that scenarios use to speak of elections, logs and values.
// Two more judgements are made when a scenario asks for them: progress after healing, and whether
// the history is linearizable.
//
//	Server     the machine (server.go): what runs in this process, in a guest, or in a worker
//	Config     what a server is started with, as bytes (config.go)
//	View       what an observer sees of a server after a step (view.go)
//	Cluster    the lab.Protocol: mirrors, checks and history (cluster.go, checks.go, history.go)
//	Sometimes  what should sometimes happen in a run, counted (sometimes.go)
//	Told       what a trace's lines tell of a server, without the run (told.go)
//	Explain    why an event happened, in a sentence, with its place in the paper (explain.go)
//	Verbs      the scenario verbs of Raft (verbs.go, expect.go, progress.go, linearizable.go)
//	Search     the cluster as a system whose schedules are searched (search.go)
//	RuleSets   the reference rules, and rules that are wrong on purpose (rulesets.go)
//	Own        which servers follow somebody's own rules instead (own.go)
//
// # Never
//
// The checks never look inside a server, only at what it shows; so they judge a server in a Web
// Worker exactly as one in this process. No wall clock, no goroutine, no floating point.
package raftcluster
