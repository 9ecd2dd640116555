//go:build wasip1

package main

import (
	"raftlab/lab"
	"raftlab/lab/protocols/known"
	"raftlab/wasm/guest/reactor" // its exports are the guest
)

func init() {
	reactor.Start(func(config []byte) (lab.Machine, error) { return known.Protocols().Start(0, config) })
}

// A reactor has no main. The host calls its exports after _initialize.
func main() {}
