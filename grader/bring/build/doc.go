// Package build compiles a whole server on this machine, with Go's own compiler and linker.
//
//	guest, err := build.Compile(ctx, whole, root)   // a WebAssembly program; whole is of package bring
//
// What is called, and what is made of what a tool says, is decided in package bring: the page's tools are called in the
// same way, and make the same bytes.
//
// # Never
//
// Nothing of the person's program is run. The tools run within bounds. A failure of this machine wraps
// gotools.ErrUnable, and is never the fault of the person's files.
package build
