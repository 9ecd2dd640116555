//go:build wasip1

package seat

import (
	"os"

	"raftlab/lab"
	"raftlab/wasm/guest/reactor" // its exports are the guest's
	"raftlab/wasm/whole/yield"
)

// gateFile is the number of the file that the host lets be read when all is at rest.
const gateFile = 9

// Serve makes this program the guest of a whole server. The generated package main calls it in init.
func Serve(p Program) {
	gate := os.NewFile(gateFile, "gate")
	rest := func() {
		var one [1]byte
		if _, err := gate.Read(one[:]); err != nil {
			panic("the host's gate: " + err.Error())
		}
	}
	reactor.Start(func(config []byte) (lab.Machine, error) {
		m, err := New(p, config, rest)
		if err == nil {
			served = m
			yield.To(func() { m.yield(true) })
		}
		return m, err
	})
}

// served is the server of this guest, once it is made.
var served *Machine

// show makes the server's Show the guest's output, and gives its size.
//
//go:wasmexport show
func show() uint32 {
	if served == nil {
		return reactor.Outgoing(nil)
	}
	return reactor.Outgoing(served.Show())
}
