// Toolchain is a host program that makes what the page compiles learners' programs with: Go's own
// compiler and linker as WebAssembly, and the archives of all packages that a learner's program is
// linked from.
//
//	go run ./wasm/toolchain -out build/toolchain
//
// The compiler and the linker are built for wasip1 from the machine's own GOROOT. An overlay, derived
// from GOROOT's files as they are (overlay.go), leaves out the other architectures, which are more than
// half of them. What is left does exactly what `go build` does: a test compiles the same program with
// both, and compares every byte.
//
// Files are named by a hash of their bytes, and toolchain.json lists them. A second run takes a second or two
// and leaves what is unchanged as it is; static/build.mjs compresses the files into static/dist.
//
// # Never
//
// Nothing of Go's source is kept in this repository, and nothing that this program makes is committed.
package main
