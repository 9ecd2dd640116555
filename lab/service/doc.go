// Package service is the part of a replicated service that does not depend on the protocol: clients and their
// history, the servers' answers, the clients' verbs, linearizability, and the choice of the servers' code.
//
//	Clients   the clients of a world: they ask, follow redirections, and keep a history (clients.go)
//	sessions  the clients' numbers, and how they ask again (sessions.go)
//	Answer    a server's answer to a client, as bytes (answer.go)
//	Verbs     put, get, increment, compare-and-set, and the expectation of an outcome (verbs.go)
//	Workload  the clients of random schedules (workload.go)
//	Code      the choice of the servers' code: a named set of rules, or somebody's own (code.go)
//	Config    a server's configuration: protocol, choice of code, and the protocol's own part (config.go)
//
// A protocol embeds Clients and Code. As their Owner it chooses the server that a client asks, and judges the answer
// that a command is done.
//
// # Never
//
// It knows no protocol: it judges answers, never a server's state. No wall clock, no goroutine, no floating
// point.
package service
