// Package step is the adapter for a server that is one function, Step(now, input) output: without goroutines, locks or
// timers of its own.
//
//	s := step.Serve(peers, disk, applied, program) // a seat.Server
//
// It calls Step with one input after another, and does what the output says in the order of Figure 2: first it saves,
// then it sends, then it applies. It calls Step again when the output's time has come.
//
// # Never
//
// It knows no rule of Raft, and reads nothing of a message but where it goes and what it calls itself.
package step
