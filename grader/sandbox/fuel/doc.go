// Package fuel bounds a WebAssembly program by how much it does, and not by a clock: Bound changes a module so that it
// counts the loops it enters and goes round, and stops when there is no fuel left. Go's compiler makes a loop of every
// function that calls another, so an endless recursion stops, too.
//
//	Bound   a module with a bound (bound.go)
//	code    where the loops of a function are (code.go)
//	memory  its memory, and its variables (memory.go)
//
// # Never
//
// It changes nothing that the program computes. A module that it does not understand is refused.
package fuel
