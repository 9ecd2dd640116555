// Package lab is a small deterministic world for distributed machines: a virtual clock, a network
// that can be slow, lossy and cut, disks that forget what was not synced, clocks that run fast or
// slow, clients, and a trace.
//
// A run is a pure function of its seed, its scenario and the machines in it. The world keeps one
// queue of events, takes the earliest, gives it to its machine, and does what that machine asks:
// save, send, answer, wake. Everything that happens has a line of trace, and the SHA-256 of those
// lines is the run's identity: equal hashes, equal runs.
//
// # Parts
//
//	World     the event loop (world.go), network (network.go), disks (disk.go), clocks (clock.go)
//	Faults    crashes, cuts and the like (faults.go, faults_links.go), their counts (counts.go),
//	          their end (recover.go), and actions on single messages and timers (manual.go); faults that
//	          no protocol claims to survive (faults_trust.go)
//	Machine   one server, as bytes in and bytes out (machine.go); a Host starts and stops them
//	Protocol  the machines' language: how to describe and judge it (protocol.go)
//	Trace     the lines (trace.go, linekinds.go), the cause of each line, and their hash
//
// Package story, below, is the language of scenarios, and plays them in a World.
//
// The world knows machines and messages. Protocols are plugged in from outside: package protocols lists them.
//
//	world, err := lab.New(options, protocol, host)
//	for world.Step() { // one event
//	}
//	fmt.Println(world.Trace.Hash())
//
// # Never
//
// No wall clock, no goroutine, no global state, no floating point, and no package testing: the
// same code runs in go test, on the command line and in the page. The lab knows no protocol.
// Machines never call the world; they only answer it.
package lab
