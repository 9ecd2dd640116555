package paxos

import (
	"fmt"

	"raftlab/raft/wire"
)

// NoOp is the value that changes nothing: a new leader fills gaps with it (§3).
const NoOp Value = "\x00\x00\x00\x00"

// commandTag begins the value of a command, and no word.
const commandTag = 0

// CommandValue is the value of a client's command. Origin is the ballot in which the command was first proposed, for
// one slot: so no two commands are the same value, even if two clients say the same.
func CommandValue(origin Ballot, command []byte) Value {
	b := AppendBallot([]byte{commandTag}, origin)
	return Value(wire.AppendBytes(b, command))
}

// IsCommand reports whether the value is a command, or NoOp, and not a word.
func (v Value) IsCommand() bool { return len(v) > 0 && v[0] == commandTag }

// ReadCommand is the command of a value, nil for NoOp.
func ReadCommand(v Value) ([]byte, error) {
	r := wire.NewReader([]byte(v))
	if tag := r.Byte(); r.Err() == nil && tag != commandTag {
		r.Fail(wire.ErrValue)
	}
	ReadBallot(r)
	command := r.Bytes()
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("decode command: %w", err)
	}
	if v == NoOp {
		return nil, nil
	}
	return command, nil
}
