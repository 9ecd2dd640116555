//go:build wasip1

package reactor

import (
	"unsafe"

	"raftlab/lab"
)

var (
	guest              lab.Guest
	incoming, outgoing []byte
)

// Start sets the function that makes a server from its configuration. A program calls it at its beginning.
func Start(start func(config []byte) (lab.Machine, error)) { guest.Start = start }

// Incoming is the last input, of that size. The next input reuses its memory.
func Incoming(size uint32) []byte { return incoming[:min(size, uint32(len(incoming)))] }

// Outgoing sets the bytes that output gives from now on, and returns their size. The bytes must not change.
func Outgoing(bytes []byte) uint32 {
	outgoing = bytes
	return uint32(len(outgoing))
}

// input makes room for an input of size bytes and gives its address. Size is at least 1.
//
//go:wasmexport input
func input(size uint32) uint32 {
	if uint32(cap(incoming)) < size {
		incoming = make([]byte, size)
	}
	incoming = incoming[:size]
	return Address(incoming)
}

// step handles the input that was written, and gives the size of the output.
//
//go:wasmexport step
func step(size uint32) uint32 { return Outgoing(guest.Handle(Incoming(size))) }

// output gives the address of the last output.
//
//go:wasmexport output
func output() uint32 { return Address(outgoing) }

// Address is where bytes are in the guest's memory, for the host.
func Address(bytes []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(bytes))))
}
