// Package nemesis injects random faults: it writes random schedules, plays them, and reports the broken properties.
//
// A schedule is a scenario text like any other, drawn from a seed: clients that read and write,
// faults of many kinds, then an end to all faults, and then the expectations of a healed cluster.
// It can be read, kept, edited, and played wherever a scenario plays.
//
// Schedules are swarms: each seed switches whole kinds of faults off, and draws a tempo. A run with
// every kind of fault at once mostly makes no progress; runs with few kinds, in many combinations,
// find the bugs.
//
//	Schedule   the text of a seed (schedule.go)
//	Named      the schedule of a name such as schedule-17 (named.go)
//	Run        plays a schedule and judges it (run.go)
//	Kinds      the known faults (kinds.go)
//	NewLive    endless faults, for a world in which a person plays (live.go)
//
// # Never
//
// Nothing here looks at a server, or judges it: the properties are the protocol's.
// No wall clock, no goroutine, no floating point; one seed gives one schedule, on every machine.
package nemesis
