package raftcluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/raft"
)

// SnapshotsView is what a server has and knows of snapshots.
type SnapshotsView struct {
	// Base is the last entry in whose place a snapshot stands, 0 for none; the log goes on after it.
	Base     uint64 `json:"base"`
	BaseTerm uint64 `json:"baseTerm"`
	// Folded are the entries up to Base as runs of equal terms, in order.
	Folded []TermRun `json:"folded"`
	// Last is the server's last snapshot, nil for none. It may include more than the entries that were cut.
	Last *SnapshotView `json:"last"`
	// Sending are the snapshots that this leader sends.
	Sending []SendingView `json:"sending"`
	// Arriving is the snapshot of which chunks have come from the leader, nil for none.
	Arriving *ArrivingView `json:"arriving"`
}

// TermRun is a run of entries of one term: Count of them, from index From on.
type TermRun struct {
	Term  uint64 `json:"term"`
	From  uint64 `json:"from"`
	Count uint64 `json:"count"`
}

// SnapshotView is a snapshot: what it includes, how many bytes its content has, and who votes as of its last entry.
type SnapshotView struct {
	LastIndex uint64 `json:"lastIndex"`
	LastTerm  uint64 `json:"lastTerm"`
	Bytes     uint64 `json:"bytes"`
	Voters    []int  `json:"voters"`
	// Sessions is how many sessions were open as of its last entry, -1 without sessions.
	Sessions int `json:"sessions"`
}

// SendingView is a snapshot on its way to a follower: Chunk of Chunks have been confirmed, Offset of Bytes bytes.
type SendingView struct {
	To        int    `json:"to"`
	LastIndex uint64 `json:"lastIndex"`
	LastTerm  uint64 `json:"lastTerm"`
	Chunk     uint64 `json:"chunk"`
	Chunks    uint64 `json:"chunks"`
	Offset    uint64 `json:"offset"`
	Bytes     uint64 `json:"bytes"`
}

// ArrivingView is a snapshot of which a follower has the first Chunk of Chunks, Have of Bytes bytes. Chunks and Bytes
// are 0 if no leader sends it any more.
type ArrivingView struct {
	From      int    `json:"from"`
	LastIndex uint64 `json:"lastIndex"`
	LastTerm  uint64 `json:"lastTerm"`
	Chunk     uint64 `json:"chunk"`
	Chunks    uint64 `json:"chunks"`
	Have      uint64 `json:"have"`
	Bytes     uint64 `json:"bytes"`
}

// SnapshotRun is how the snapshots of a run are: the bytes of a chunk, and after how many entries a server takes one by
// itself, 0 for never.
type SnapshotRun struct {
	ChunkBytes int `json:"chunkBytes"`
	Every      int `json:"every"`
}

func snapshotRun(s SnapshotSetup) *SnapshotRun {
	if !s.On() {
		return nil
	}
	return &SnapshotRun{ChunkBytes: s.ChunkBytes, Every: s.Every}
}

// chunks is how many chunks so many bytes make.
func (s SnapshotSetup) chunks(bytes uint64) uint64 {
	size := uint64(max(s.ChunkBytes, 1))
	return (bytes + size - 1) / size
}

// snapshotsView is nil where snapshots are off.
func (f raftFace) snapshotsView(id lab.ServerID, m *Mirror) *SnapshotsView {
	setup, s := f.of.setup.Snapshots, m.Snapshots
	if !setup.On() {
		return nil
	}
	v := &SnapshotsView{
		Base: uint64(s.Base), BaseTerm: uint64(s.BaseTerm), Folded: termRuns(m.Log[:s.Base]), Sending: []SendingView{},
	}
	if s.Meta.LastIndex > 0 {
		v.Last = &SnapshotView{
			LastIndex: uint64(s.Meta.LastIndex), LastTerm: uint64(s.Meta.LastTerm), Bytes: s.Size,
			Voters: numbers(s.Meta.Configuration.Voters | s.Meta.Configuration.Next), Sessions: m.snapshotSessions(),
		}
	}
	for _, t := range s.Sending {
		v.Sending = append(v.Sending, SendingView{
			To: int(t.To), LastIndex: uint64(t.Meta.LastIndex), LastTerm: uint64(t.Meta.LastTerm),
			Chunk: setup.chunks(t.Offset), Chunks: setup.chunks(t.Size), Offset: t.Offset, Bytes: t.Size,
		})
	}
	if s.Arriving.LastIndex > 0 && s.Have > 0 {
		size := f.sizeOf(id, m.Leader, s.Arriving)
		v.Arriving = &ArrivingView{
			From: int(m.Leader), LastIndex: uint64(s.Arriving.LastIndex), LastTerm: uint64(s.Arriving.LastTerm),
			Chunk: setup.chunks(s.Have), Chunks: setup.chunks(size), Have: s.Have, Bytes: size,
		}
	}
	return v
}

// sizeOf is the size of the snapshot that a leader sends to a server, 0 if it sends another one, or none.
func (f raftFace) sizeOf(to lab.ServerID, leader raft.NodeID, meta raft.SnapshotMeta) uint64 {
	if leader == raft.None {
		return 0
	}
	for _, t := range f.of.servers[leader-1].Snapshots.Sending {
		if lab.ServerID(t.To) == to && t.Meta == meta {
			return t.Size
		}
	}
	return 0
}

// snapshotSessions is how many sessions the last snapshot holds; -1 without sessions.
func (m *Mirror) snapshotSessions() int {
	if m.sessions == nil {
		return -1
	}
	return m.sessionsAtSnapshot
}

// termRuns are entries, the first of which has index 1, as runs of equal terms.
func termRuns(log []raft.Entry) []TermRun {
	runs := []TermRun{}
	for i, e := range log {
		if last := len(runs) - 1; last >= 0 && runs[last].Term == uint64(e.Term) {
			runs[last].Count++
			continue
		}
		runs = append(runs, TermRun{Term: uint64(e.Term), From: uint64(i + 1), Count: 1})
	}
	return runs
}

// snapshotRows are the part of the rows that any page can show.
func snapshotRows(v *SnapshotsView) [][2]string {
	if v == nil {
		return nil
	}
	last, arriving := "none", "none"
	if v.Last != nil {
		last = fmt.Sprintf("up to %d, term %d", v.Last.LastIndex, v.Last.LastTerm)
	}
	if a := v.Arriving; a != nil {
		arriving = fmt.Sprintf("up to %d, %d bytes", a.LastIndex, a.Have)
	}
	return [][2]string{{"log begins after", fmt.Sprint(v.Base)}, {"snapshot", last}, {"arriving", arriving}}
}

// chunkLabel names a chunk in flight: to 6, 2 of 3. While the leader sends another snapshot already, nobody knows how
// many chunks this one has, but for its last chunk.
func (f raftFace) chunkLabel(message raft.Message, m raft.InstallSnapshot) string {
	chunk := f.of.setup.Snapshots.chunks(m.Offset) + 1
	all := f.of.setup.Snapshots.chunks(f.sizeOf(lab.ServerID(message.To), message.From, m.Meta))
	switch {
	case m.Done:
		all = chunk
	case all < chunk:
		return fmt.Sprintf("to %d, chunk %d", m.Meta.LastIndex, chunk)
	}
	return fmt.Sprintf("to %d, %d of %d", m.Meta.LastIndex, chunk, all)
}

// chunkReplyLabel names the answer to a chunk.
func chunkReplyLabel(m raft.InstallSnapshotReply) string {
	if m.MatchIndex > 0 {
		return fmt.Sprintf("match %d", m.MatchIndex)
	}
	return fmt.Sprintf("has %d B", m.Offset)
}
