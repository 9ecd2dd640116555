package bring

// The shape rawnode: its package configures a node of go.etcd.io/raft, and the lab runs the loop around it.

// RawNode are the packages whose archives must be there, too, for a program that imports etcd's raft.
var RawNode = []string{
	"go.etcd.io/raft/v3", "go.etcd.io/raft/v3/confchange", "go.etcd.io/raft/v3/quorum", "go.etcd.io/raft/v3/raftpb",
	"go.etcd.io/raft/v3/tracker", "google.golang.org/protobuf/proto", "raftlab/wasm/whole/rawnode",
}

// newRawNode is the signature of New.
const newRawNode = "func(*raft.Config) (*raft.RawNode, error)"

// fitRawNode compares a package with the shape rawnode.
func (l *look) fitRawNode(*notes) (shape, program, []Complaint, error) {
	made := l.maker()
	var all []Complaint
	if made.in.signature(made.function) != newRawNode {
		all = append(all, made.otherwise("New", newRawNode+": it gets a configuration to complete, and makes the node"))
	}
	return rawNodeShape, program{Package: l.unit.path, Snapshots: true}, all, nil
}

// rawNodeMainText is package main of a program of this shape.
const rawNodeMainText = `package main

import (
	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rawnode"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"

	program PACKAGE
)

func main() {}

func init() { seat.Serve(seat.Program{Snapshots: true, Make: begin}) }

func begin(
	peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(seat.Applied),
) (seat.Server, any) {
	return rawnode.Serve(peers, me, disk, applied, program.New)
}
`
