package bring

// The packages that stand for those of the course. Names and types of an interface are all that they share with it.
const (
	labrpcText = `package labrpc

import "raftlab/wasm/whole/rpc"

type ClientEnd = rpc.ClientEnd
`

	labgobText = `package labgob

import (
	"io"

	"raftlab/wasm/whole/codec"
)

type (
	LabEncoder = codec.Encoder
	LabDecoder = codec.Decoder
)

func NewEncoder(w io.Writer) *LabEncoder { return codec.NewEncoder(w) }

func NewDecoder(r io.Reader) *LabDecoder { return codec.NewDecoder(r) }

func Register(value any) { codec.Register(value) }

func RegisterName(name string, value any) { codec.RegisterName(name, value) }
`

	raftapiText = `package raftapi

type Raft interface {
	Start(command any) (int, int, bool)
	GetState() (int, bool)
	Snapshot(index int, snapshot []byte)
	PersistBytes() int
}

type ApplyMsg struct {
	CommandValid bool
	Command      any
	CommandIndex int
	CommandTerm  int

	SnapshotValid bool
	Snapshot      []byte
	SnapshotTerm  int
	SnapshotIndex int
}
`

	testerText = `package tester

import (
	"time"

	"raftlab/wasm/whole/persist"
)

type Persister = persist.Persister

func MakePersister() *Persister { return persist.MakePersister() }

func Annotate(tag, short, details string) {}

func AnnotateInterval(tag string, start int64, short, details string) {}

func AnnotateContinuous(tag, short, details string) {}

func AnnotateContinuousEnd(tag string) {}

func GetAnnotateTimestamp() int64 { return time.Now().UnixNano() }
`

	// persisterText is a file in the person's own package.
	persisterText = `package PACKAGE

import "raftlab/wasm/whole/persist"

type Persister = persist.Persister

func MakePersister() *Persister { return persist.MakePersister() }
`
)

// mainText is package main of a program: it makes a server for the seat, and passes on what the server applies. Words
// of capital letters are filled in.
const mainText = `package main

import (
	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"

	raft PACKAGERAFTAPI
)

func main() {}

func init() { seat.Serve(seat.Program{Snapshots: SNAPSHOTS, Make: begin}) }

func begin(
	peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(seat.Applied),
) (seat.Server, any) {
	messages := make(chan MESSAGE)
	made := raft.Make(peers, me, disk, messages)
	go func() {
		for m := range messages {COND
			applied(seat.Applied{FIELDS
			})
		}
	}()
	return server{made}, made
}

type server struct{ made SERVER }

func (s server) Start(command any) (index, term int, isLeader bool) { return s.made.Start(command) }

func (s server) GetState() (term int, isLeader bool) { return s.made.GetState() }

func (s server) Snapshot(index int, snapshot []byte) {TAKE
}

func (s server) Kill() {
	if made, ok := any(s.made).(interface{ Kill() }); ok {
		made.Kill()
	}
}
`

const (
	// condText asks a server of the middle years whether it takes a snapshot.
	condText = `
			if m.SnapshotValid && !made.CondInstallSnapshot(m.SnapshotTerm, m.SnapshotIndex, m.Snapshot) {
				continue
			}`

	snapshotText = `
	s.made.Snapshot(index, snapshot)`
)
