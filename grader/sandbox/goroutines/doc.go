// Package goroutines hosts whole servers: programs with goroutines, locks, timers and random numbers, each server an
// instance of a wasip1 guest under wazero, and each a lab.Machine whose every step is a function of its input.
//
//	Host      a lab.Host for one program, which is compiled once (host.go)
//	instance  the program of one server, and how it ended (instance.go)
//	place     where programs run, one after the other (place.go)
//	look      what a person sees of a server, without a change to it (look.go)
//	wasi      what a guest may ask of its host: the clock, random numbers, to print, and to wait (wasi.go, poll.go)
//
// Package lab/whole/life has what decides in the life of a server; the page's host has it, too.
//
// A guest has one thread, no preemption, and no clock or randomness but what this host answers. A step ends when
// nothing in the guest can go on: then Go's scheduler asks the host to wait, and the host opens the gate at which the
// guest's step waits, without moving the clock. The earliest timer that the scheduler asked for is when the machine
// wakes.
//
// # Never
//
// It gives a guest no file, network, argument or environment. It never looks at a clock of this machine: a guest that
// does not come to rest is ended after so many loops.
package goroutines
