// Command join writes WebAssembly modules anew with their data in few segments, so that they are smaller to
// download (package module). It is what `make build` does to the engine and to the guest.
//
//	go run ./wasm/module/join FILE...
//
// # Never
//
// It leaves no half of a file: one that it cannot read stays as it is.
package main
