// Package bench measures the lab: how many events a second it plays, with every property judged at
// every step, and that an event costs the same with a short log and a long one. It holds tests only.
//
//	go test -run '^$' -bench . ./lab/bench
//
// # What is measured
//
// An event is one line of the trace. Schedules are package nemesis's, of five servers with every kind
// of fault, played one after the other from seed 1 on one processor; how a schedule is written, read
// and started counts too. For the length of logs, a cluster of five starts with logs of so many
// entries, which is not counted, and then serves one command every five milliseconds of virtual time
// for four seconds. The dearest of the lengths is given as a multiple of the cheapest.
//
// # Never
//
// No number here is a limit in a test: these machines are noisy, and a slow run is not a wrong one.
package bench
