// Package life is one life of one whole server, as every host of such programs has it: what the server's clock says,
// which random numbers it draws, when it wakes, and why it ended. A host adds the sandbox and what a program may ask
// of it; with the same inputs, a server then does the same on every host.
//
//	Machine  one life of one server as a lab.Machine, over a Guest that a host brings (machine.go)
//	Life     the clock, the random numbers, and what the program printed (life.go)
//	End      why a program ended, and the output of its server then (end.go, place.go)
//	wire     a call of a host that is reached by bytes, and its reply (wire.go)
//
// # Never
//
// It runs nothing, and knows no sandbox. It looks at no clock.
package life
