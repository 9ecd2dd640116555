// Command all is the guest with every protocol: one server, as command guest is one of Raft.
//
// # Never
//
// It uses no file, clock, environment or randomness, though WASI would offer them: a host may
// refuse them all. Outside wasip1 the command only says what it is.
package main
