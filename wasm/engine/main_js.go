//go:build js && wasm

package main

import (
	"raftlab/lab/protocols"
	"raftlab/lab/raftcluster"
	"raftlab/wasm/engine/bus"
)

func main() { bus.Main(protocols.Set{raftcluster.Protocol{}}) }
