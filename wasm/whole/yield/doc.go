// Package yield is where a program lets other goroutines go first. Package bring puts calls of it into a person's files:
// after a lock was let go of, after a goroutine was started, and before a channel is used.
//
// On a machine with many processors another goroutine may run at any of these places. A guest has one thread, which
// changes hands only where a goroutine waits. The seat decides, by the seed, where it changes hands besides.
//
// # Never
//
// It decides nothing. Where nobody listens it does nothing.
package yield
