//go:build !(js && wasm)

package main

import (
	"fmt"
	"os"
)

// main is here so that the package builds on every platform.
func main() {
	fmt.Fprintln(os.Stderr, "engine is a WebAssembly module: build it with GOOS=js GOARCH=wasm, as `make build` does")
	os.Exit(2)
}
