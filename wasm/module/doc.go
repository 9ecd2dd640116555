// Package module changes the modules that Go's linker writes into modules that mean the same and suit the page
// better: WebAssembly Core 2.0, §5.5.
//
//	module, err := module.Slim(module)              // a sixth less to download
//	module, err := module.LimitMemory(module, 1024) // no more than 64 MiB
//
// Slim joins the segments of the data (JoinSegments), and takes away the lines of the sources, which only the text of
// a panic shows (DropLines). Command slim, below it, does that to files.
//
// # Never
//
// It changes no instruction, and no byte of a program's memory at the start but those lines. It refuses a module that
// it does not understand; it never guesses.
package module
