// Package module changes the modules that Go's linker writes into modules that mean the same and suit the page
// better: WebAssembly Core 2.0, §5.5.
//
//	module, err := module.JoinSegments(module)      // a sixteenth less to download
//	module, err := module.LimitMemory(module, 1024) // no more than 64 MiB
//
// Command join, below it, does the first to files.
//
// # Never
//
// It changes no instruction, and no byte of a program's memory at the start. It refuses a module that it does
// not understand; it never guesses.
package module
