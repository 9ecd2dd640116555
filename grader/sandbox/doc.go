// Package sandbox hosts servers in WebAssembly: one instance of a wasip1 guest per server, under
// wazero. The guest's bytes are the ones that the page runs in its workers.
//
//	host, err := sandbox.New(ctx, guestBytes)
//	defer host.Close(ctx)
//	world, err := lab.New(options, cluster, host)
//
// Grade has a learner's guest grade itself, all in one instance, as the page does.
//
// A guest gets no file, environment, argument, clock or randomness of this machine: the clock
// stands where wazero's fake clock puts it, random bytes are zeros, and memory is capped.
//
// # Never
//
// It never bounds time: a guest that loops for ever loops for ever. Who runs guests of strangers
// runs this in a child process and kills it.
package sandbox
