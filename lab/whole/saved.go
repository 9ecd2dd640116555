package whole

import (
	"fmt"

	"raftlab/raft/wire"
)

// Saved is what a persister was last given: a record of the disk. The last one counts.
type Saved struct {
	State, Snapshot []byte
	// Unused is how many elements an empty log of the program has: some keep one at index 0. It is -1 if that is not
	// known. Only a server without saved state can tell, so it is handed on.
	Unused int
}

// Encode gives the record.
func (s Saved) Encode() []byte {
	return appendInts(wire.AppendBytes(wire.AppendBytes(nil, s.State), s.Snapshot), s.Unused)
}

// LastSaved is what the last of a disk's records holds; nothing if there is none.
func LastSaved(records [][]byte) (Saved, error) {
	if len(records) == 0 {
		return Saved{Unused: -1}, nil
	}
	r := wire.NewReader(records[len(records)-1])
	s := Saved{State: r.Bytes(), Snapshot: r.Bytes(), Unused: readInt(r)}
	if err := r.End(); err != nil {
		return Saved{}, fmt.Errorf("decode what a whole server has saved: %w", err)
	}
	return s, nil
}
