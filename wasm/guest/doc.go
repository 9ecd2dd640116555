// Command guest is one Raft server as a wasip1 reactor: bytes in, bytes out. The same file runs in
// a Web Worker of the page and in the instructor's sandbox.
//
//	input(size) address    where to write an input of that size
//	step(size) size        handles it; gives the size of the output
//	output() address       where the output is
//
// Addresses are good until the next call. What the bytes mean is lab.Guest's to say: the first
// input is the server's configuration.
//
// # Never
//
// It uses no file, clock, environment or randomness, though WASI would offer them: whoever hosts
// it may refuse them all. Outside wasip1 the command does nothing but say what it is.
package main
