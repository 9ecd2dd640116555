package peer

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/raft/v3/raftpb"

	"raftlab/raft/wire"
)

// codecVersion begins every message and record. It differs from our core's versions: neither reads the other's
// bytes.
const codecVersion = 101

// errForeign is the error for a message that no peer sends in this lab: a message of etcd's own storage,
// or one to oneself.
var errForeign = errors.New("a message that has no bytes here")

// carried are the messages that go over the network.
var carried = map[raftpb.MessageType]bool{
	raftpb.MsgApp: true, raftpb.MsgAppResp: true, raftpb.MsgVote: true, raftpb.MsgVoteResp: true,
	raftpb.MsgPreVote: true, raftpb.MsgPreVoteResp: true, raftpb.MsgHeartbeat: true, raftpb.MsgHeartbeatResp: true,
	raftpb.MsgTimeoutNow: true, raftpb.MsgTransferLeader: true,
	raftpb.MsgReadIndex: true, raftpb.MsgReadIndexResp: true, raftpb.MsgSnap: true,
}

// appendMessage appends a message in a byte format of our own. Protocol buffers do not promise the same bytes for
// the same message, and a trace counts bytes.
func appendMessage(b []byte, m *raftpb.Message) ([]byte, error) {
	snapshot := m.GetType() == raftpb.MsgSnap
	if !carried[m.GetType()] || snapshot != (m.GetSnapshot() != nil) || len(m.GetResponses()) > 0 {
		return nil, fmt.Errorf("%v from %d to %d: %w", m.GetType(), m.GetFrom(), m.GetTo(), errForeign)
	}
	b = append(b, codecVersion, byte(m.GetType()))
	for _, number := range []uint64{
		m.GetFrom(), m.GetTo(), m.GetTerm(), m.GetLogTerm(), m.GetIndex(), m.GetCommit(), m.GetRejectHint(),
	} {
		b = wire.AppendUint(b, number)
	}
	// The context tells a vote that the leader asked for, and a heartbeat that confirms a read.
	b = wire.AppendBytes(wire.AppendBool(b, m.GetReject()), m.GetContext())
	if snapshot {
		b = wire.AppendBytes(b, appendSnapshot(nil, m.GetSnapshot()))
	}
	return appendEntries(b, m.GetEntries())
}

func readMessage(b []byte) (*raftpb.Message, error) {
	r := wire.NewReader(b)
	readVersion(r)
	kind := raftpb.MessageType(r.Byte())
	if !carried[kind] {
		r.Fail(fmt.Errorf("%v: %w", kind, errForeign))
	}
	m := &raftpb.Message{
		Type: kind.Enum(), From: new(r.Uint()), To: new(r.Uint()), Term: new(r.Uint()), LogTerm: new(r.Uint()),
		Index: new(r.Uint()), Commit: new(r.Uint()), RejectHint: new(r.Uint()), Reject: new(r.Bool()),
	}
	if context := r.Bytes(); len(context) > 0 {
		m.Context = bytes.Clone(context)
	}
	var err error
	if kind == raftpb.MsgSnap {
		if m.Snapshot, err = readSnapshot(bytes.Clone(r.Bytes())); err != nil {
			return nil, err
		}
	}
	if m.Entries, err = readEntries(r); err != nil {
		return nil, fmt.Errorf("decode a message of etcd: %w", err)
	}
	return m, nil
}

// record is the part of one Ready that must be saved.
type record struct {
	// base is, in a record with which a log file begins after its first entries were cut off, the last of those.
	base, baseTerm uint64
	hard           *raftpb.HardState
	entries        []*raftpb.Entry
}

// cutVersion begins a record with a base.
const cutVersion = 102

func appendRecord(b []byte, rec record) ([]byte, error) {
	if rec.base > 0 {
		b = wire.AppendUint(wire.AppendUint(append(b, cutVersion), rec.base), rec.baseTerm)
	}
	b = append(b, codecVersion)
	for _, number := range []uint64{rec.hard.GetTerm(), rec.hard.GetVote(), rec.hard.GetCommit()} {
		b = wire.AppendUint(b, number)
	}
	return appendEntries(b, rec.entries)
}

func readRecord(b []byte) (record, error) {
	var base, baseTerm uint64
	r := wire.NewReader(b)
	if len(b) > 0 && b[0] == cutVersion {
		_, base, baseTerm = r.Byte(), r.Uint(), r.Uint()
	}
	readVersion(r)
	hard := &raftpb.HardState{Term: new(r.Uint()), Vote: new(r.Uint()), Commit: new(r.Uint())}
	rec := record{base: base, baseTerm: baseTerm, hard: hard}
	var err error
	if rec.entries, err = readEntries(r); err != nil {
		return record{}, fmt.Errorf("decode a record of etcd: %w", err)
	}
	return rec, nil
}

// appendEntries appends the first index, and the term and data of each entry. The other indexes follow from the
// first. If one of them changes the configuration, the types of all follow.
func appendEntries(b []byte, entries []*raftpb.Entry) ([]byte, error) {
	b = wire.AppendUint(b, uint64(len(entries)))
	if len(entries) == 0 {
		return b, nil
	}
	first := entries[0].GetIndex()
	b = wire.AppendUint(b, first)
	for i, e := range entries {
		if e.GetIndex() != first+uint64(i) {
			return nil, fmt.Errorf(
				"entry %d of type %v at place %d: %w", e.GetIndex(), e.GetType(),
				first+uint64(i), errForeign,
			)
		}
		b = wire.AppendUint(b, e.GetTerm())
		b = wire.AppendBytes(b, e.GetData())
	}
	if !slices.ContainsFunc(entries, func(e *raftpb.Entry) bool { return e.GetType() != raftpb.EntryNormal }) {
		return b, nil
	}
	for _, e := range entries {
		b = append(b, byte(e.GetType()))
	}
	return b, nil
}

// readEntries takes the entries, which come last. Their data shares the reader's memory.
func readEntries(r *wire.Reader) ([]*raftpb.Entry, error) {
	var entries []*raftpb.Entry
	if n := r.Count(); n > 0 {
		first := r.Uint()
		for i := range n {
			e := &raftpb.Entry{Index: new(first + uint64(i)), Term: new(r.Uint()), Data: r.Bytes()}
			if len(e.Data) == 0 {
				e.Data = nil // a leader's first entry
			}
			entries = append(entries, e)
		}
	}
	if r.Err() == nil && r.Len() > 0 {
		for _, e := range entries {
			kind := raftpb.EntryType(r.Byte())
			if kind > raftpb.EntryConfChangeV2 {
				r.Fail(fmt.Errorf("entry type %d: %w", kind, wire.ErrValue))
			}
			e.Type = kind.Enum()
		}
	}
	return entries, r.End()
}

// appendSnapshot appends a snapshot with its configuration.
func appendSnapshot(b []byte, s *raftpb.Snapshot) []byte {
	meta := s.GetMetadata()
	state := meta.GetConfState()
	b = wire.AppendUint(wire.AppendUint(append(b, codecVersion), meta.GetIndex()), meta.GetTerm())
	for _, list := range [][]uint64{state.GetVoters(), state.GetLearners(), state.GetVotersOutgoing(),
		state.GetLearnersNext()} {
		b = wire.AppendUint(b, uint64(len(list)))
		for _, id := range list {
			b = wire.AppendUint(b, id)
		}
	}
	return wire.AppendBytes(wire.AppendBool(b, state.GetAutoLeave()), s.GetData())
}

// readSnapshot reads one. Its data shares the memory of b.
func readSnapshot(b []byte) (*raftpb.Snapshot, error) {
	r := wire.NewReader(b)
	readVersion(r)
	state := &raftpb.ConfState{}
	meta := &raftpb.SnapshotMetadata{Index: new(r.Uint()), Term: new(r.Uint()), ConfState: state}
	for _, list := range []*[]uint64{&state.Voters, &state.Learners, &state.VotersOutgoing, &state.LearnersNext} {
		for range r.Count() {
			*list = append(*list, r.Uint())
		}
	}
	state.AutoLeave = new(r.Bool())
	s := &raftpb.Snapshot{Metadata: meta, Data: r.Bytes()}
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("decode a snapshot of etcd: %w", err)
	}
	return s, nil
}

func readVersion(r *wire.Reader) {
	if v := r.Byte(); r.Err() == nil && v != codecVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, codecVersion, wire.ErrVersion))
	}
}
