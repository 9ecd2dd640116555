package cluster

import (
	"fmt"

	"raftlab/raft"
	"raftlab/raft/wire"
)

// View is what an observer sees of a server after a step: Figure 2's state, with the log as what
// changed of it.
type View struct {
	Role        raft.Role
	CurrentTerm raft.Term
	VotedFor    raft.NodeID
	Leader      raft.NodeID
	CommitIndex raft.Index
	LastApplied raft.Index
	// ElectionDeadline is when the election timer fires, 0 on a leader; ElectionTimeout is what
	// it was set to.
	ElectionDeadline raft.Time
	ElectionTimeout  raft.Duration
	VotesGranted     raft.NodeSet
	// NextIndex and MatchIndex have an element for each server in order, and are empty unless
	// the server leads.
	NextIndex, MatchIndex []raft.Index
	// LogFrom is the first index that the step changed, 0 for none. Entries replace the log from
	// there on.
	LogFrom raft.Index
	Entries []raft.Entry
	// LastIndex is the log's length, StoreHash the content of the state machine.
	LastIndex raft.Index
	StoreHash uint64
}

const viewVersion = 1

// appendView adds what node and its store show, after a step that changed the log from logFrom.
func appendView(b []byte, node *raft.Node, logFrom raft.Index, storeHash uint64) []byte {
	s := &node.State
	deadline, timeout := node.ElectionTimer()
	b = append(b, viewVersion, byte(s.Role))
	b = wire.AppendUint(b, uint64(s.CurrentTerm))
	b = wire.AppendUint(b, uint64(s.VotedFor))
	b = wire.AppendUint(b, uint64(s.Leader))
	b = wire.AppendUint(b, uint64(s.CommitIndex))
	b = wire.AppendUint(b, uint64(s.LastApplied))
	b = wire.AppendUint(b, uint64(deadline))
	b = wire.AppendUint(b, uint64(timeout))
	b = wire.AppendUint(b, uint64(s.VotesGranted))
	if s.Role == raft.Leader {
		b = wire.AppendUint(b, uint64(len(s.Servers)))
		for _, id := range s.Servers {
			b = wire.AppendUint(b, uint64(s.NextIndex[id]))
			b = wire.AppendUint(b, uint64(s.MatchIndex[id]))
		}
	} else {
		b = wire.AppendUint(b, 0)
	}
	b = wire.AppendUint(b, uint64(logFrom))
	if logFrom > 0 {
		b = raft.AppendEntryList(b, s.Log.From(logFrom))
	}
	b = wire.AppendUint(b, uint64(s.Log.LastIndex()))
	return wire.AppendUint(b, storeHash)
}

// decodeView reads what appendView wrote into v, whose slices it uses again. Commands share the
// memory of b.
func decodeView(v *View, b []byte) error {
	r := wire.NewReader(b)
	if version := r.Byte(); r.Err() == nil && version != viewVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", version, viewVersion, wire.ErrVersion))
	}
	v.Role = raft.Role(r.Byte())
	v.CurrentTerm = raft.Term(r.Uint())
	v.VotedFor = readNodeID(r)
	v.Leader = readNodeID(r)
	v.CommitIndex = raft.Index(r.Uint())
	v.LastApplied = raft.Index(r.Uint())
	v.ElectionDeadline = raft.Time(r.Uint())
	v.ElectionTimeout = raft.Duration(r.Uint())
	v.VotesGranted = raft.NodeSet(r.Uint())
	v.NextIndex, v.MatchIndex = v.NextIndex[:0], v.MatchIndex[:0]
	for range r.Count() {
		v.NextIndex = append(v.NextIndex, raft.Index(r.Uint()))
		v.MatchIndex = append(v.MatchIndex, raft.Index(r.Uint()))
	}
	v.LogFrom = raft.Index(r.Uint())
	v.Entries = nil
	if v.LogFrom > 0 {
		v.Entries = raft.ReadEntryList(r)
	}
	v.LastIndex = raft.Index(r.Uint())
	v.StoreHash = r.Uint()
	if v.Role > raft.Leader {
		r.Fail(fmt.Errorf("role %d: %w", v.Role, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return fmt.Errorf("decode view: %w", err)
	}
	return nil
}
