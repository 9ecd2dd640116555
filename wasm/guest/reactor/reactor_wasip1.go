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

// Start says how servers are made from their configuration. It is for a program's beginning.
func Start(start func(config []byte) (lab.Machine, error)) { guest.Start = start }

// Incoming is the last input, of that size. The next one takes its memory.
func Incoming(size uint32) []byte { return incoming[:min(size, uint32(len(incoming)))] }

// Outgoing is what output gives from now on, and its size. The bytes must stay as they are.
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
