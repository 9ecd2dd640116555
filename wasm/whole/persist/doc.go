// Package persist holds what a whole server saves: its state, and its snapshot. It has the methods of both
// generations of the course's persister.
//
// # Never
//
// It writes no file. Whoever watches it is told of every save, in order, and keeps what outlives a crash.
package persist
