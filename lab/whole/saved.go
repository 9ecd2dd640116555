package whole

import (
	"fmt"

	"raftlab/raft/wire"
)

// Saved is what a persister was last given: a record of the disk. The last one counts.
type Saved struct {
	State, Snapshot []byte
	// Shape is what is known of the program's log. Only a server without saved state can tell, so it is handed on.
	Shape Shape
}

// Shape says how a program keeps its log: at which index the first element of its list is.
type Shape struct {
	// Known is true if Offset is. Trusted is true if entries that were applied stood where Offset says.
	Known, Trusted bool
	// Offset is added to the field that says where the log begins, or is the index itself if there is no such field.
	Offset int
}

// Encode gives the record.
func (s Saved) Encode() []byte {
	b := wire.AppendBytes(wire.AppendBytes(nil, s.State), s.Snapshot)
	return appendInts(wire.AppendBool(wire.AppendBool(b, s.Shape.Known), s.Shape.Trusted), s.Shape.Offset)
}

// LastSaved is what the last of a disk's records holds; nothing if there is none.
func LastSaved(records [][]byte) (Saved, error) {
	if len(records) == 0 {
		return Saved{}, nil
	}
	r := wire.NewReader(records[len(records)-1])
	s := Saved{State: r.Bytes(), Snapshot: r.Bytes(), Shape: Shape{r.Bool(), r.Bool(), readInt(r)}}
	if err := r.End(); err != nil {
		return Saved{}, fmt.Errorf("decode what a whole server has saved: %w", err)
	}
	return s, nil
}
