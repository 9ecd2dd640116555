//go:build wasip1

package main

import (
	"unsafe"

	"raftlab/lab"
	"raftlab/lab/cluster"
)

// A reactor has no main; its exports are called after _initialize.
func main() {}

var (
	guest = lab.Guest{Start: func(config []byte) (lab.Machine, error) {
		return cluster.InProcess{}.Start(0, config)
	}}
	incoming, outgoing []byte
)

// input makes room for an input of size bytes and gives its address. Size is at least 1.
//
//go:wasmexport input
func input(size uint32) uint32 {
	if uint32(cap(incoming)) < size {
		incoming = make([]byte, size)
	}
	return address(incoming[:size])
}

// step handles the input that was written, and gives the size of the output.
//
//go:wasmexport step
func step(size uint32) uint32 {
	outgoing = guest.Handle(incoming[:size])
	return uint32(len(outgoing))
}

// output gives the address of the last output.
//
//go:wasmexport output
func output() uint32 { return address(outgoing) }

func address(b []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
}
