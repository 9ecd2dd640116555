package raftcluster

import (
	"fmt"

	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/wire"
)

// View is the visible state of a server after a step: Figure 2's state, with the log as its changes only.
type View struct {
	Role        raft.Role
	CurrentTerm raft.Term
	VotedFor    raft.NodeID
	Leader      raft.NodeID
	CommitIndex raft.Index
	LastApplied raft.Index
	// ElectionDeadline is when the election timer fires, 0 on a leader; ElectionTimeout is the timer's drawn
	// length.
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
	// What the server knows beyond Figure 2. SessionsHash is the content of the table of sessions, 0 without sessions.
	Elections    ElectionState
	Reads        ReadState
	Flow         FlowState
	SessionsHash uint64
	Snapshots    SnapshotState
	Members      MemberState
}

const viewVersion = 1

// changed is what a step changed besides the state itself: the entries from logFrom on, which may have been cut off
// since, and whether the state machine was replaced.
type changed struct {
	logFrom   raft.Index
	entries   []raft.Entry
	installed bool
}

// changedBy is what a step changed; the entries are those of the log as it is now.
func changedBy(node *node.Node, result node.Output) changed {
	c := changed{logFrom: result.LogFrom, installed: result.Restore != nil}
	if c.logFrom > 0 {
		c.entries = node.Log.From(c.logFrom)
	}
	return c
}

// appendView appends the view of node and its store after a step. sessionsHash is 0 without sessions.
func appendView(b []byte, node *node.Node, step changed, storeHash, sessionsHash uint64) []byte {
	s := &node.State
	v := View{
		Role: s.Role, CurrentTerm: s.CurrentTerm, VotedFor: s.VotedFor, Leader: s.Leader,
		CommitIndex: s.CommitIndex, LastApplied: s.LastApplied, VotesGranted: s.VotesGranted,
		LogFrom: step.logFrom, Entries: step.entries, LastIndex: s.Log.LastIndex(), StoreHash: storeHash,
		Elections: electionState(node), Reads: readState(node), SessionsHash: sessionsHash,
		Snapshots: snapshotState(node, step.installed), Members: memberState(node), Flow: flowState(node),
	}
	v.ElectionDeadline, v.ElectionTimeout = node.ElectionTimer()
	if s.Role == raft.Leader {
		v.NextIndex, v.MatchIndex = inOrder(s.Servers, s.NextIndex), inOrder(s.Servers, s.MatchIndex)
	}
	return AppendView(b, v)
}

// inOrder is the elements of the given servers, from a slice with an element for each number.
func inOrder(servers []raft.NodeID, byNumber []raft.Index) []raft.Index {
	first, last := servers[0], servers[len(servers)-1]
	if int(last-first) == len(servers)-1 {
		return byNumber[first : last+1] // nearly always there are no gaps, and nothing is copied
	}
	elements := make([]raft.Index, len(servers))
	for i, id := range servers {
		elements[i] = byNumber[id]
	}
	return elements
}

// AppendView appends v in its byte format. Machines other than Server use it for their views. NextIndex and
// MatchIndex must be equally long.
func AppendView(b []byte, v View) []byte {
	b = append(b, viewVersion, byte(v.Role))
	b = wire.AppendUint(b, uint64(v.CurrentTerm))
	b = wire.AppendUint(b, uint64(v.VotedFor))
	b = wire.AppendUint(b, uint64(v.Leader))
	b = wire.AppendUint(b, uint64(v.CommitIndex))
	b = wire.AppendUint(b, uint64(v.LastApplied))
	b = wire.AppendUint(b, uint64(v.ElectionDeadline))
	b = wire.AppendUint(b, uint64(v.ElectionTimeout))
	b = wire.AppendUint(b, uint64(v.VotesGranted))
	b = wire.AppendUint(b, uint64(len(v.NextIndex)))
	for i := range v.NextIndex {
		b = wire.AppendUint(b, uint64(v.NextIndex[i]))
		b = wire.AppendUint(b, uint64(v.MatchIndex[i]))
	}
	b = wire.AppendUint(b, uint64(v.LogFrom))
	if v.LogFrom > 0 {
		b = raft.AppendEntryList(b, v.Entries)
	}
	b = wire.AppendUint(b, uint64(v.LastIndex))
	b = wire.AppendUint(b, v.StoreHash)
	if v.Elections.On {
		b = appendElectionState(append(b, electionsTag), v.Elections)
	}
	if v.SessionsHash != 0 {
		b = wire.AppendUint(append(b, sessionsTag), v.SessionsHash)
	}
	if v.Reads.shown() {
		b = appendReadState(append(b, readsTag), v.Reads)
	}
	if v.Snapshots.shown() {
		b = appendSnapshotState(append(b, snapshotsTag), v.Snapshots)
	}
	if v.Members.On {
		b = appendMemberState(append(b, membershipTag), v.Members)
	}
	if v.Flow.shown() {
		b = appendFlowState(append(b, pipeliningTag), v.Flow)
	}
	return b
}

// DecodeView decodes the output of AppendView into v, whose slices it reuses. Commands share the memory of b.
func DecodeView(v *View, b []byte) error {
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
	v.Elections, v.Reads, v.SessionsHash = ElectionState{}, ReadState{}, 0
	v.Snapshots, v.Members, v.Flow = SnapshotState{}, MemberState{}, FlowState{}
	readChapters(r, func(tag byte) bool {
		switch tag {
		case electionsTag:
			v.Elections = readElectionState(r)
		case sessionsTag:
			v.SessionsHash = r.Uint()
		case readsTag:
			v.Reads = readReadState(r)
		case snapshotsTag:
			v.Snapshots = readSnapshotState(r)
		case membershipTag:
			v.Members = readMemberState(r)
		case pipeliningTag:
			v.Flow = readFlowState(r)
		default:
			return false
		}
		return true
	})
	if v.Role > raft.PreCandidate {
		r.Fail(fmt.Errorf("role %d: %w", v.Role, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return fmt.Errorf("decode view: %w", err)
	}
	return nil
}
