// Package race plays with whole servers in one process of a real machine, for Go's race detector: five servers, a
// network that is late and loses, clients, servers that are cut off, and ones that are killed and started again.
//
// It takes the place of seat.Serve in a program for the race detector. Time is real, nothing is drawn from a seed, and
// nothing is judged: what is wanted is that as much as possible happens at once.
//
// # Never
//
// No guest has it. It looks into no server, since it would not have the server's locks.
package race
