//go:build js && wasm

package main

import (
	"raftlab/lab/protocols/known"
	"raftlab/wasm/engine/bus"
)

func main() { bus.Main(known.Protocols()) }
