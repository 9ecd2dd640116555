// Toolchain is a host program that makes the tools with which the page compiles learners' programs: Go's own
// compiler and linker as WebAssembly, and the archives of all packages that a learner's program links.
//
//	go run ./wasm/toolchain -out build/toolchain
//
// Of whole servers, command bring (wasm/bring) decides what is compiled, and a pack has the archives that only they
// need.
//
// The compiler and the linker are built for wasip1 from the machine's own GOROOT. An overlay, derived from
// GOROOT's files (overlay.go), leaves out the other architectures, which are more than half of both programs.
// The rest does exactly what `go build` does: a test compiles the same program with both, and compares every
// byte.
//
// Files are named by a hash of their bytes, and toolchain.json lists them. A second run takes a second or two
// and does not rewrite unchanged files; static/build.mjs compresses the files into static/dist.
//
// # Never
//
// This repository holds no source of Go, and nothing that this program makes is committed.
package main
