// Package nemesis makes trouble: it writes random schedules, plays them, and says what they broke.
//
// A schedule is a scenario text like any other, drawn from a seed: clients that read and write,
// faults of many kinds, then an end to all faults, and then what a healed cluster owes. It can be
// read, kept, changed by hand, and played wherever a scenario plays.
//
// Schedules are swarms: each seed switches whole kinds of faults off, and draws a tempo. A run with
// every kind of fault at once mostly stands still; bugs are found by runs with few of them, and by
// many different ones.
//
//	Schedule   the text of a seed (schedule.go)
//	Named      the schedule of a name such as schedule-17 (named.go)
//	Run        plays a schedule and judges it (run.go)
//	Kinds      the faults that it knows (kinds.go)
//	NewLive    faults without end, for a world that somebody plays in (live.go)
//
// # Never
//
// Nothing here looks at a server, or decides what is right: the properties are package raftcluster's.
// No wall clock, no goroutine, no floating point; one seed gives one schedule, on every machine.
package nemesis
