// Package whole is the folder of what runs inside the guest of a whole server: a Go program with goroutines, locks,
// timers and calls, as people write a Raft in a course.
//
//	codec    values as bytes, in place of encoding/gob
//	rpc      the ends that a server calls its peers by
//	persist  what a server saves and reads back
//	seat     the server's place: inputs go in, and everything runs until nothing can
//
// # Never
//
// It has no code of its own.
package whole
