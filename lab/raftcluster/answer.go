package raftcluster

import (
	"fmt"

	"raftlab/lab/kv"
	"raftlab/raft"
	"raftlab/raft/wire"
)

// AnswerKind tells what a server said to a client.
type AnswerKind byte

// The kinds of answers. They are part of the byte format.
const (
	// AnswerDone: the command was committed and applied; Result is what it gave.
	AnswerDone AnswerKind = 1
	// AnswerRedirect: this server does not lead. Leader does, or None is known (§8).
	AnswerRedirect AnswerKind = 2
	// AnswerUnknown: this server lost its leadership before the command was committed. It may
	// yet be.
	AnswerUnknown AnswerKind = 3
)

// Answer is what a server says to a client.
type Answer struct {
	Kind   AnswerKind
	Result kv.Result
	// Index is where the log has the command that was carried out.
	Index  raft.Index
	Leader raft.NodeID
}

// AppendAnswer adds a in its byte format.
func AppendAnswer(b []byte, a Answer) []byte {
	b = append(b, byte(a.Kind))
	b = wire.AppendBool(b, a.Result.Done)
	b = wire.AppendBytes(b, []byte(a.Result.Value))
	b = wire.AppendUint(b, uint64(a.Index))
	return wire.AppendUint(b, uint64(a.Leader))
}

func decodeAnswer(b []byte) (Answer, error) {
	r := wire.NewReader(b)
	a := Answer{Kind: AnswerKind(r.Byte()), Result: kv.Result{Done: r.Bool(), Value: string(r.Bytes())}, Index: raft.Index(r.Uint()), Leader: readNodeID(r)}
	if a.Kind < AnswerDone || a.Kind > AnswerUnknown {
		r.Fail(fmt.Errorf("answer kind %d: %w", a.Kind, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Answer{}, fmt.Errorf("decode answer: %w", err)
	}
	return a, nil
}
