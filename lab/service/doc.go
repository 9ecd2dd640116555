// Package service is what a replicated service has whatever its protocol: clients and their history, the answers
// that servers give them, the verbs of clients, linearizability, and whose code the servers run.
//
//	Clients   the clients of a world: they ask, follow redirections, and keep a history (clients.go)
//	Answer    what a server says to a client, as bytes (answer.go)
//	Verbs     put, get, increment, compare-and-set (verbs.go), and what scenarios expect (expect.go)
//	Workload  the clients of random schedules (workload.go)
//	Code      whose code the servers run: a named set of rules, or somebody's own (code.go)
//	Config    what a server is started with: its protocol, whose code, and the protocol's own part (config.go)
//
// A protocol embeds Clients and Code (package raftcluster does), and says as an Owner which server a client
// asks and what it means that a command is done.
//
// # Never
//
// It knows no protocol: no term, log or leader decides anything here. No wall clock, no goroutine, no floating
// point.
package service
