// Package bus is the in-page message bus: the lab's world as js/wasm, in a worker of its own. It owns the clock, the
// network, the disks, the checks and the trace, and drives one node worker per server through a MessagePort.
//
//	page ⇄ engine ⇄ MessagePort ⇄ node worker S1 (a guest)
//	              ⇄ MessagePort ⇄ node worker S2 ...
//
// A run that is only watched is played in the engine's own worker. Its servers are Go values, or guests of the
// learner's program (local_js.go).
//
// The page starts and ends the node workers, because a crash must really terminate a worker. The engine asks
// the page (protocol.WorkerOrder) and gets the ports.
//
// The stories are no part of the program. The page fetches stories.json beside it, and hands the text over.
//
// Run with arguments, the same binary has its servers in this process:
//
//	engine STORIES SCENARIO [SEED]   plays a scenario of the file stories.json, and prints the trace's hash and the
//	                                 faults: a row of `make parity`
//	engine bench [SCHEDULES [ON]]    plays random schedules, with what is on beyond Figure 2, and prints how many
//	                                 events took how long; only when built with -tags=beyond
//
// # Never
//
// It holds no rule of a protocol and judges nothing; package session decides what to answer. It never
// blocks in a JavaScript callback, and reaches JavaScript through safejs alone.
package bus
