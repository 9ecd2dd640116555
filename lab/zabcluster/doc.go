// Package zabcluster is ZAB as one of the lab's protocols: the server, the checks of every step, the scenario verbs,
// random schedules, searches, and the face.
//
//	protocol.go, host.go, config.go   how a server is started, in this process or elsewhere
//	server.go                         one server: package zab/node with a key-value store
//	view.go                           what a server shows after each step
//	cluster.go, checks.go             what an observer keeps, and what it judges
//	rulesets.go                       rules that are wrong on purpose
//	verbs.go, expect.go, progress.go  the words of scenarios
//	part.go, face.go, explain.go      what a page shows
//	nemesis.go, search.go             random schedules, and searches of all schedules
//
// # Never
//
// It decides no rule of ZAB, and never looks inside a server, only at its views. No wall clock, goroutine or map
// order decides anything.
package zabcluster
