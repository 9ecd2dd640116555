// Package replicacluster is replication without consensus as a protocol of the lab: kinds of replication that are
// simpler than consensus, and what each of them loses under which fault.
//
//	protocol replicas
//	kind quorum
//	replicas 3 write 2 read 2
//
// server.go is one server, and cluster.go its world: the mirrors of all servers, the checks (checks.go), the clients.
// verbs.go is the language of its scenarios, part.go and face.go are what the page draws, explain.go says why a
// server did something, nemesis.go writes random schedules within what each kind claims to survive, and search.go is
// for package explore. rulesets.go lists wrong rules, with the scenario that shows each.
//
// # Never
//
// It decides nothing of a protocol: that is package node's with the rules. It judges only what servers show. No wall
// clock, goroutine, floating point or package testing.
package replicacluster
