//go:build !wasip1

package seat

import (
	"fmt"
	"os"
)

// Serve lets a program build on every platform. Only a guest can be served.
func Serve(Program) {
	fmt.Fprintln(os.Stderr, "a whole server is a WebAssembly module: build it with GOOS=wasip1 GOARCH=wasm")
	os.Exit(2)
}
