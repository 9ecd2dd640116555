//go:build wasip1

package main

import (
	"unsafe"

	"raftlab/grader/sandbox/fuel"
)

// A reactor has no main; its exports are called after _initialize.
func main() {}

var (
	talking talk

	incoming, outgoing []byte
)

// input allocates room for a request of size bytes and returns its address. Size is at least 1.
//
//go:wasmexport input
func input(size uint32) uint32 {
	incoming, outgoing = make([]byte, size), nil
	return address(incoming)
}

// call answers the request that was written, and returns the size of the reply.
//
//go:wasmexport call
func call(size uint32) uint32 {
	outgoing = talking.answer(incoming[:min(int(size), len(incoming))])
	return uint32(len(outgoing))
}

// bound bounds the program that was written, and returns the size of the result: 0 if it is not understood.
//
//go:wasmexport bound
func bound(size uint32) uint32 {
	bounded, err := fuel.Bound(incoming[:min(int(size), len(incoming))])
	if err != nil {
		bounded = nil
	}
	incoming, outgoing = nil, bounded
	return uint32(len(outgoing))
}

// output returns the address of the last reply.
//
//go:wasmexport output
func output() uint32 { return address(outgoing) }

func address(b []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
}
