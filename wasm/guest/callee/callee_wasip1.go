//go:build wasip1

package callee

import (
	"math"
	"runtime/debug"
	"unsafe"

	"raftlab/grader/rulecall"
)

var (
	answers  *rulecall.Callee
	incoming []byte
	// outgoing keeps the reply until the host has read it.
	outgoing []byte
)

// memory is where the collector becomes eager: it runs only while a rule is called, so it could fall behind.
const memory = 64 << 20

// Serve answers calls of these rules of Raft. The program calls it once, at its beginning.
func Serve(change func(rules *rulecall.Rules)) {
	var rules rulecall.Rules
	change(&rules)
	ServeOther(func(draw func(n uint64) (uint64, bool)) *rulecall.Callee { return rulecall.NewCallee(rules, draw) })
}

// ServeOther is Serve for rules of another protocol: see rulecall.Table.Serves.
func ServeOther(callee func(draw func(n uint64) (uint64, bool)) *rulecall.Callee) {
	debug.SetMaxStack(rulecall.MaxStack)
	debug.SetMemoryLimit(memory)
	answers = callee(func(n uint64) (uint64, bool) {
		drawn := draw(n)
		return drawn, drawn != math.MaxUint64
	})
}

// draw is the host's.
//
//go:wasmimport raftlab draw
func draw(n uint64) uint64

// input makes room for a call of size bytes. Size is at least 1.
//
//go:wasmexport input
func input(size uint32) uint32 {
	if uint32(cap(incoming)) < size {
		incoming = make([]byte, size)
	}
	incoming = incoming[:size]
	return address(incoming)
}

//go:wasmexport call
func call(size uint32) uint64 {
	outgoing = answers.Answer(incoming[:min(size, uint32(len(incoming)))])
	return uint64(address(outgoing))<<32 | uint64(len(outgoing))
}

func address(bytes []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(bytes))))
}
