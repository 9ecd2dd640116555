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

// mainText is package main of a program: it makes a server for the seat, and passes on what the server applies.
const mainText = `package main

import (
	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"

	raft {{printf "%q" .Package}}
{{- if .API}}
	raftapi {{printf "%q" .API}}
{{- end}}
)

func main() {}

func init() { seat.Serve(seat.Program{Snapshots: {{.Snapshots}}, Make: begin}) }

func begin(
	peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(seat.Applied),
) (seat.Server, any) {
	messages := make(chan {{.Message}})
	made := raft.Make(peers, me, disk, messages)
	go func() {
		for m := range messages {
{{- if .Cond}}
			if m.SnapshotValid && !made.CondInstallSnapshot(m.SnapshotTerm, m.SnapshotIndex, m.Snapshot) {
				continue
			}
{{- end}}
			applied(seat.Applied{
{{- range .Fields}}
				{{.}},
{{- end}}
			})
		}
	}()
	return server{made}, made
}

type server struct{ made {{.Server}} }

func (s server) Start(command any) (index, term int, isLeader bool) { return s.made.Start(command) }

func (s server) GetState() (term int, isLeader bool) { return s.made.GetState() }

func (s server) Snapshot(index int, snapshot []byte) {
{{- if .Snapshots}}
	s.made.Snapshot(index, snapshot)
{{- end}}
}

func (s server) Kill() {
	if made, ok := any(s.made).(interface{ Kill() }); ok {
		made.Kill()
	}
}
`
