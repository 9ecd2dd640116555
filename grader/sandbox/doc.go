// Package sandbox hosts servers in WebAssembly: one instance of a wasip1 guest per server, under
// wazero. The guest's bytes are the ones that the page runs in its workers.
//
//	host, err := sandbox.New(ctx, guestBytes)
//	defer host.Close(ctx)
//	world, err := lab.New(options, cluster, host)
//
// A Callee is a guest that only answers calls of a learner's rules: raftlab grade --sandbox judges with it, from
// outside. Grade makes a learner's guest grade itself in one instance, as the page does.
//
// A guest gets no file, environment, argument, clock or randomness of this machine: the clock
// is wazero's fake clock, random bytes are zeros, and memory is capped.
//
// # Never
//
// It never limits time: an endless guest runs for ever. Whoever runs guests of strangers must run this in a
// child process, and kill it.
package sandbox
