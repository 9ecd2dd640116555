//go:build wasip1

package main

import (
	"io"
	"os"
	"unsafe"

	"raftlab/wasm/assist/editor"
)

// A reactor has no main; its exports are called after _initialize.
func main() {}

var (
	assistant = editor.New(func(name string) (io.ReadCloser, error) { return os.Open("/pkg/" + name) })

	incoming, outgoing []byte
)

// keep is the size of a buffer that is kept for the next request; a larger buffer is freed.
const keep = 1 << 20

// input allocates room for a request of size bytes and returns its address. Size is at least 1.
//
//go:wasmexport input
func input(size uint32) uint32 {
	if uint32(cap(incoming)) < size {
		incoming = make([]byte, size)
	}
	return address(incoming[:size])
}

// call answers the request that was written, and returns the size of the reply.
//
//go:wasmexport call
func call(size uint32) uint32 {
	outgoing = assistant.Handle(incoming[:min(int(size), cap(incoming))])
	if cap(incoming) > keep {
		incoming = nil
	}
	return uint32(len(outgoing))
}

// output returns the address of the last reply.
//
//go:wasmexport output
func output() uint32 { return address(outgoing) }

func address(b []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
}
