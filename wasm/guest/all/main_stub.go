//go:build !wasip1

package main

import (
	"fmt"
	"os"
)

// main lets the package build on every platform.
func main() {
	fmt.Fprintln(os.Stderr,
		"guest is a WebAssembly module: build it with GOOS=wasip1 GOARCH=wasm, as `make build` does")
	os.Exit(2)
}
