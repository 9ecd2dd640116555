// Package gotools compiles and links a learner's program with Go's own compiler and linker, called directly.
//
//	found, err := gotools.Find()                             // the Go of this machine
//	kit, err := found.Prepare(ctx, root, gotools.Wasip1, w)  // archives of what programs import, made once
//	object := kit.Compile(path, file, object)                // commands for package bounds to run
//
// Archives are made once for each version of Go, platform and text of the sources, and kept in the user's folder of
// caches. A program is then two calls of the compiler and one of the linker. No go command runs, and no vet, cgo,
// network, module cache or variable of the environment can change what comes out.
//
// # Never
//
// It runs nothing that a learner wrote, and judges nothing. A failure here is never the learner's: it wraps
// ErrUnable, and names what is missing.
package gotools
