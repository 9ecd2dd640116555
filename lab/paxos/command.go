package paxos

import (
	"fmt"

	"raftlab/raft/wire"
)

// NoOp is the value that changes nothing: a new leader fills gaps with it (§3).
const NoOp Value = "\x00\x00\x00"

// CommandValue is the value of a client's command. Origin is the ballot in which the command was first proposed, for one
// slot: so no two commands are the same value, even if two clients say the same.
func CommandValue(origin Ballot, command []byte) Value {
	b := AppendBallot(nil, origin)
	return Value(wire.AppendBytes(b, command))
}

// ReadCommand is the command of a value, nil for NoOp.
func ReadCommand(v Value) ([]byte, error) {
	r := wire.NewReader([]byte(v))
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
