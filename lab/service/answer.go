package service

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/raft/wire"
)

// AnswerKind is the kind of a server's answer to a client.
type AnswerKind byte

// The kinds of answers. They are part of the byte format.
const (
	// AnswerDone: the command was carried out; Result is its result.
	AnswerDone AnswerKind = 1
	// AnswerRedirect: this server does not carry out commands. Leader does, or 0 if none is known.
	AnswerRedirect AnswerKind = 2
	// AnswerUnknown: this server was replaced before the command was decided. It may still be carried out.
	AnswerUnknown AnswerKind = 3
	// AnswerFailed: this copy of a session's command was not carried out, and has no result: Result.Failure says why.
	AnswerFailed AnswerKind = 4
	// AnswerTransfer: this server leads and takes no command now, since it hands its leadership over.
	AnswerTransfer AnswerKind = 5
	// AnswerRefused: the request is not carried out; Result.Value says why.
	AnswerRefused AnswerKind = 6
)

// Answer is a server's answer to a client.
type Answer struct {
	Kind   AnswerKind
	Result kv.Result
	// Index is the log index of the command.
	Index  uint64
	Leader lab.ServerID
}

// AppendAnswer appends a in its byte format.
func AppendAnswer(b []byte, a Answer) []byte {
	b = append(b, byte(a.Kind))
	b = wire.AppendBool(b, a.Result.Done)
	b = wire.AppendBytes(b, []byte(a.Result.Value))
	b = wire.AppendUint(b, a.Index)
	b = wire.AppendUint(b, uint64(a.Leader))
	if a.Kind == AnswerFailed {
		b = append(b, byte(a.Result.Failure))
	}
	return b
}

// DecodeAnswer decodes the output of AppendAnswer.
func DecodeAnswer(b []byte) (Answer, error) {
	r := wire.NewReader(b)
	a := Answer{
		Kind: AnswerKind(r.Byte()), Result: kv.Result{Done: r.Bool(), Value: string(r.Bytes())}, Index: r.Uint(),
		Leader: readServer(r),
	}
	if a.Kind == AnswerFailed {
		a.Result.Failure = kv.Failure(r.Byte())
	}
	if a.Kind < AnswerDone || a.Kind > AnswerRefused || a.Result.Failure > kv.TooOld {
		r.Fail(fmt.Errorf("answer kind %d, failure %d: %w", a.Kind, a.Result.Failure, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Answer{}, fmt.Errorf("decode answer: %w", err)
	}
	return a, nil
}

// maxServer is the largest number of a server in the formats of this package.
const maxServer = 63

// readServer takes a server's number. A number that is too large is refused: truncated it would name another
// server.
func readServer(r *wire.Reader) lab.ServerID {
	v := r.Uint()
	if v > maxServer {
		r.Fail(fmt.Errorf("server %d of at most %d: %w", v, maxServer, wire.ErrValue))
		return 0
	}
	return lab.ServerID(v)
}
