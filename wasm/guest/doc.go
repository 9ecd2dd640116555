// Command guest is one Raft server as a wasip1 reactor: bytes in, bytes out. The same file runs in
// a Web Worker of the page and in the instructor's sandbox. Its servers follow the reference's rules,
// or one of the wrong sets; package reactor has its exports. A learner's guest is another program,
// whose package main package program writes; a server of another protocol is the guest of package all.
//
// # Never
//
// It uses no file, clock, environment or randomness, though WASI would offer them: a host may
// refuse them all. Outside wasip1 the command only says what it is.
package main
