// Package bench measures the lab: the events a second that it plays, with every property judged at
// every step, and the cost of an event with short and long logs. It holds tests only.
//
//	go test -run '^$' -bench . ./lab/bench
//
// # What is measured
//
// An event is one line of the trace. Schedules are package nemesis's, of five servers with every kind
// of fault, played one after the other from seed 1 on one processor; writing, reading and starting a
// schedule counts too. They are measured with Figure 2 alone, and with all that is beyond it switched on
// (`raftlab fuzz --on all`). For the length of logs, a cluster of five starts with logs of a given length,
// which is not counted, and then serves one command every five milliseconds of virtual time for four
// seconds. The result is the cost of the slowest length as a multiple of the fastest.
//
// # Never
//
// No number here is a limit in a test: these machines are noisy, and a slow run is not a wrong one.
package bench
