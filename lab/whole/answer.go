package whole

import (
	"fmt"

	"raftlab/lab/kv"
	"raftlab/raft/wire"
)

// Fate says how a client's command ended.
type Fate byte

// The fates. They are part of the byte format.
const (
	// Done: the command was applied, and Answer.Result is its result.
	Done Fate = 1
	// Refused: the server says that it does not lead.
	Refused Fate = 2
	// Lost: another command was applied at the index that the server gave.
	Lost Fate = 3
)

// Answer is a server's answer to a client.
type Answer struct {
	Fate   Fate
	Index  int
	Result kv.Result
}

// Encode gives the answer's bytes.
func (a Answer) Encode() []byte {
	return kv.AppendResult(appendInts([]byte{byte(a.Fate)}, a.Index), a.Result)
}

// DecodeAnswer reads what Encode wrote.
func DecodeAnswer(b []byte) (Answer, error) {
	r := wire.NewReader(b)
	a := Answer{Fate: Fate(r.Byte()), Index: readInt(r), Result: kv.ReadResult(r)}
	if a.Fate < Done || a.Fate > Lost {
		r.Fail(fmt.Errorf("fate %d: %w", a.Fate, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Answer{}, fmt.Errorf("decode the answer of a whole server: %w", err)
	}
	return a, nil
}
