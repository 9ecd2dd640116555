//go:build wasip1

package seat

import (
	"os"

	"raftlab/lab"
	"raftlab/wasm/guest/reactor" // its exports are the guest's
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
	reactor.Start(func(config []byte) (lab.Machine, error) { return New(p, config, rest) })
}
