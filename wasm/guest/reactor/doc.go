// Package reactor has the exports of every guest: a WebAssembly module that is one Raft server, bytes in
// and bytes out.
//
//	input(size) address    where to write an input of that size
//	step(size) size        handles it; gives the size of the output
//	output() address       where the output is
//
// Addresses are valid until the next call. lab.Guest defines the bytes: the first input is the server's
// configuration. A program becomes a guest by importing this package. It calls Start if it brings its
// own rules.
//
// # Never
//
// It uses no file, clock, environment or randomness, though WASI would offer them: a host may
// refuse them all. It does not import the grader, which would double the size of the guest that each
// server of the page runs.
package reactor
