// Package paxoscluster is Paxos as one of the lab's protocols: the server, the checks of every step, the scenario
// verbs, random schedules, searches, and the face.
//
// # How to read it
//
//	protocol.go, host.go, config.go   how a server is started, in this process or elsewhere
//	server.go                         one server: package node, and for commands a key-value store
//	view.go                           what a server shows after each step
//	cluster.go, checks.go             what an observer keeps, and what it judges
//	rulesets.go                       rules that are wrong on purpose
//	verbs.go, expect.go               the words of scenarios
//	part.go, face.go, explain.go      what a page shows
//	nemesis.go, search.go             random schedules, and searches of all schedules
//
// With `mode single`, the default, the servers choose one value. With `mode multi` they choose one command after the
// other, for clients with a key-value store.
//
// # Never
//
// It decides no rule of Paxos. No wall clock, goroutine or map order decides anything.
package paxoscluster
