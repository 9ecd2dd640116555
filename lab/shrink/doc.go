// Package shrink makes a failing run small: few servers, few commands, few messages, and the same
// property broken.
//
// A run that breaks a safety property is first written down as a schedule: a scenario of a manual
// world, in which nothing happens by itself and each command is one event that took effect (a
// message is delivered, a timer fires, a client asks, a server crashes). Time, latency, loss and
// draws are gone: a lost message is a message without a delivery, and a slow server is a server
// without a wake. Only the order of events is left. Events are left out in ever smaller pieces, then
// servers, then single events, until every event is needed for the violation. Then pieces are
// replaced by a single event, as long as that helps.
//
// A run that breaks a liveness property has no such schedule, because it must show that time passes
// and nothing happens. There commands of the scenario are left out, and servers.
//
//	Shrink     the whole process (shrink.go)
//	record     a run as a schedule of a manual world (record.go)
//	reduce     leaving out what is not needed (reduce.go)
//	replace    one command in place of several (replace.go)
//
// # Never
//
// The same run gives the same result, on every machine: the bound is in events, never in time. No
// wall clock, no goroutine. Nothing here knows a protocol.
package shrink
