// Package reactor is what every guest exports: a WebAssembly module that is one Raft server, bytes in
// and bytes out.
//
//	input(size) address    where to write an input of that size
//	step(size) size        handles it; gives the size of the output
//	output() address       where the output is
//
// Addresses are good until the next call. What the bytes mean is lab.Guest's to say: the first
// input is the server's configuration. A program becomes a guest by importing this package; Start is
// there for one that brings rules of its own.
//
// # Never
//
// It uses no file, clock, environment or randomness, though WASI would offer them: whoever hosts
// it may refuse them all. It does not know the grader, which would double the size of the guest that
// each server of the page is.
package reactor
