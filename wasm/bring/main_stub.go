//go:build !wasip1

package main

import (
	"fmt"
	"os"
)

// main is here so that the package builds on every platform.
func main() {
	fmt.Fprintln(os.Stderr,
		"bring is a WebAssembly module: build it with GOOS=wasip1 GOARCH=wasm, as `make toolchain` does")
	os.Exit(2)
}
