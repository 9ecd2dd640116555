package main

import (
	etcd "go.etcd.io/raft/v3"

	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rawnode"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"
)

func main() {}

func init() { seat.Serve(seat.Program{Snapshots: true, Make: begin}) }

func begin(
	peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(seat.Applied),
) (seat.Server, any) {
	return rawnode.Serve(peers, me, disk, applied, func(c *etcd.Config) (*etcd.RawNode, error) { return etcd.NewRawNode(c) })
}
