// Package shrink makes a failing run small: few servers, few commands, few messages, and the same
// property broken.
//
// A run that breaks a safety property is first written down as a schedule: a scenario of a manual
// world, in which nothing happens by itself and each command is one event that took effect (a
// message is delivered, a timer fires, a client asks, a server crashes). Time, latency, loss and
// draws are gone: a message that never arrives is simply never delivered, and a slow server is one
// that nobody wakes. What is left is the order of events, and of those as many are left out as can
// be, in ever smaller pieces, then servers, then events one by one, until no single one can be left
// out without losing the violation. Then pieces are replaced by a single event, as long as that helps.
//
// A run that breaks a promise of progress has no such schedule: what it shows is that time passes
// and nothing happens. There the commands of the scenario are left out, and servers.
//
//	Shrink     the whole of it (shrink.go)
//	record     a run as a schedule of a manual world (record.go)
//	reduce     leaving out what is not needed (reduce.go)
//	replace    one command in place of several (replace.go)
//
// # Never
//
// The same run gives the same result, on every machine: the bound is in events, never in time. No
// wall clock, no goroutine. Nothing here knows Raft.
package shrink
