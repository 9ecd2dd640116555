// Package seat is the place of a whole server inside its guest. A program calls Serve with a way to make its server.
// The host gives one input at a time; the seat puts it where it belongs, and then lets everything run until nothing
// can: that is one step.
//
//	Server, Program, Serve  what an adapter writes for its program (seat.go)
//
// # Never
//
// It asks nothing of the program but the methods of Server. It waits for no real time.
package seat
