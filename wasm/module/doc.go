// Package module changes what Go's linker wrote where the page is better served with other bytes that mean
// the same: WebAssembly Core 2.0, §5.5.
//
//	module, err := module.JoinSegments(module)      // a sixteenth less to download
//	module, err := module.LimitMemory(module, 1024) // no more than 64 MiB
//
// Command join, below it, does the first to files.
//
// # Never
//
// It changes no instruction, and no byte that a program finds in its memory when it starts. Of what it does
// not know it says so; it never guesses.
package module
