// Package witness keeps, outside of a program, which call of which rule it made last. If the program has to be ended,
// the reason names that call.
//
// # Never
//
// It costs no system call for each call of a rule, and decides nothing.
package witness
