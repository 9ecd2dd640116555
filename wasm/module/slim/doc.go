// Command slim rewrites WebAssembly programs that Go's linker made, so that the download is smaller (package module).
// `make build` applies it to the engine and to the guest.
//
//	go run ./wasm/module/slim FILE...
//
// # Never
//
// It leaves no half-written file. A file that it cannot read stays unchanged.
package main
