package raftcluster

import (
	"slices"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/raft"
)

// RaftView is the part of a server's view that only views of Raft understand. Servers are numbers; 0 is none.
type RaftView struct {
	Role        string      `json:"role"`
	Term        uint64      `json:"term"`
	VotedFor    int         `json:"votedFor"`
	Leader      int         `json:"leader"`
	CommitIndex uint64      `json:"commitIndex"`
	LastApplied uint64      `json:"lastApplied"`
	Deadline    int64       `json:"deadline"`
	Timeout     int64       `json:"timeout"`
	Votes       []int       `json:"votes"`
	NextIndex   []uint64    `json:"nextIndex"`
	MatchIndex  []uint64    `json:"matchIndex"`
	LastIndex   uint64      `json:"lastIndex"`
	LogFrom     uint64      `json:"logFrom"`
	Entries     []EntryView `json:"entries"`
	// Contradicts is true of a server whose answers are not in line with what a client was told is done.
	Contradicts bool `json:"contradicts"`
	// Elections is nil while all of it is switched off.
	Elections *ElectionsView `json:"elections"`
	// Reads is nil while there are none, and no lease.
	Reads *ReadsView `json:"reads"`
	// Snapshots is nil while snapshots are off.
	Snapshots *SnapshotsView `json:"snapshots"`
	// Members is nil where the servers of the cluster do not change.
	Members *MembersView `json:"members"`
	// Sessions is nil without sessions.
	Sessions *SessionsView `json:"sessions"`
	// Flow is nil while pipelining and the parallel disk are off.
	Flow *FlowView `json:"flow"`
}

// EntryView is one log entry.
type EntryView struct {
	Term uint64 `json:"term"`
	Text string `json:"text"`
	// Configuration is nil but for an entry that changes the configuration.
	Configuration *ConfigurationView `json:"configuration"`
}

// RaftRun is the times of §5.6 in this run, in microseconds: the least and the greatest election timeout of any
// server, and the interval of heartbeats.
type RaftRun struct {
	ElectionMin int64 `json:"electionMin"`
	ElectionMax int64 `json:"electionMax"`
	Heartbeat   int64 `json:"heartbeat"`
	// Elections is what is switched on beyond Figure 2, nil for nothing.
	Elections *ElectionSwitches `json:"elections"`
	// Leases is nil where no leader keeps one.
	Leases *LeaseRun `json:"leases"`
	// Snapshots is nil while snapshots are off.
	Snapshots *SnapshotRun `json:"snapshots"`
	// Members is nil where the servers of the cluster do not change.
	Members *MembersRun `json:"members"`
	// Pipelining is nil where leaders wait for answers and for their disks.
	Pipelining *PipeliningRun `json:"pipelining"`
}

// logWindow is how many of a log's last entries are shown.
const logWindow = 48

// entriesBefore is how many entries of an earlier log are kept: as many as the inspector shows.
const entriesBefore = 8

// Face shows the cluster.
func (c *Cluster) Face() face.Face { return raftFace{c} }

// raftFace shows a cluster.
type raftFace struct{ of *Cluster }

// pictured is the Standing of a view, for Explain, and the counts by which unchanged parts of the view are
// recognized.
type pictured struct {
	Standing
	logHash, content uint64
	base             raft.Index
}

// Changes counts the views seen of a server.
func (f raftFace) Changes(id lab.ServerID) uint64 { return f.of.servers[id-1].changes }

// Server shows a server.
func (f raftFace) Server(id lab.ServerID, before *face.Server) face.Server {
	m := f.of.servers[id-1]
	now := pictured{Standing: m.Standing(), logHash: m.LogHash(), content: m.Store.Hash(), base: m.Snapshots.Base}
	now.ID = raft.NodeID(id)
	view := f.view(id, m)
	view.Members = f.membersView(id, m)
	view.Contradicts = f.of.checksOf(id).contradicts(f.of.groupOf(id), m)
	view.Flow = flowView(m, int(id), f.of.checksOf(id).first)
	s := face.Server{Badge: view.Role, Level: view.Term, Rows: rows(view), Standing: now}
	s.Rows = append(s.Rows, memberRows(view.Members, m.Members)...)
	if m.sessions != nil {
		s.Rows = append(s.Rows, [2]string{"sessions", m.sessions.tableText()})
	}
	var old pictured
	if before != nil {
		old = before.Standing.(pictured)
	}
	if before != nil && old.logHash == now.logHash && old.base == now.base {
		view.Entries = before.Part.Value.(RaftView).Entries
	} else {
		view.Entries = entryViews(m.Log[view.LogFrom-1:])
	}
	if before != nil && old.content == now.content {
		s.Data = before.Data
	} else {
		s.Data = m.Store.Pairs()
	}
	s.Part = face.Part{Name: ID, Value: view}
	return s
}

// view is all of a server's Raft part except its entries.
func (f raftFace) view(id lab.ServerID, m *Mirror) RaftView {
	last := raft.Index(len(m.Log))
	from := m.Snapshots.Base + 1
	if last > logWindow {
		from = max(from, last-logWindow+1)
	}
	v := RaftView{
		Role: m.Role.String(), Term: uint64(m.CurrentTerm), VotedFor: int(m.VotedFor), Leader: int(m.Leader),
		CommitIndex: uint64(m.CommitIndex), LastApplied: uint64(m.LastApplied),
		Deadline: int64(m.ElectionDeadline), Timeout: int64(m.ElectionTimeout),
		Votes: []int{}, NextIndex: []uint64{}, MatchIndex: []uint64{},
		LastIndex: uint64(last), LogFrom: uint64(from),
	}
	if m.Role == raft.Candidate {
		for other := range f.of.servers {
			if m.VotesGranted.Has(raft.NodeID(other + 1)) {
				v.Votes = append(v.Votes, other+1)
			}
		}
	}
	v.Elections, v.Reads = electionsView(m.Role, m.Elections), readsView(m.Role, m.Reads)
	v.Snapshots = f.snapshotsView(id, m)
	v.Sessions = f.of.sessionsView(m.sessions)
	for i := range m.NextIndex {
		v.NextIndex = append(v.NextIndex, uint64(m.NextIndex[i]))
		v.MatchIndex = append(v.MatchIndex, uint64(m.MatchIndex[i]))
	}
	return v
}

// contradicts: the server has applied another entry in the place of one whose client was told that it is done; or it
// leads the newest term without that entry, and will answer without it.
func (c *checks) contradicts(servers []*Mirror, m *Mirror) bool {
	told := c.acknowledged.index
	if told == 0 || told > raft.Index(len(c.committed)) {
		return false
	}
	isLast := m.Role == raft.Leader
	for _, other := range servers {
		isLast = isLast && other.CurrentTerm <= m.CurrentTerm
	}
	last := min(told, m.LastApplied)
	if isLast {
		last = told
	}
	if last > raft.Index(len(m.Log)) {
		return true
	}
	return last > 0 && m.chain[last] != c.committed[last-1].chain
}

// rows are a Raft server's state in a form for any page.
func rows(v RaftView) [][2]string {
	number := func(n uint64) string { return strconv.FormatUint(n, 10) }
	return append([][2]string{
		{"voted for", raft.NodeID(v.VotedFor).String()}, {"leader", raft.NodeID(v.Leader).String()},
		{
			"last index",
			number(v.LastIndex),
		}, {"commit index", number(v.CommitIndex)}, {"last applied", number(v.LastApplied)},
	}, slices.Concat(
		electionRows(v.Elections), readRows(v.Reads), snapshotRows(v.Snapshots), flowRows(v.Flow))...)
}

// entryViews are the shown form of log entries.
func entryViews(log []raft.Entry) []EntryView {
	views := make([]EntryView, 0, len(log))
	for _, e := range log {
		views = append(views, EntryView{
			Term: uint64(e.Term), Text: EntryShort(e), Configuration: entryConfiguration(e),
		})
	}
	return views
}

// Trim keeps the last few entries.
func (f raftFace) Trim(s face.Server) face.Server {
	view, ok := s.Part.Value.(RaftView)
	if ok && len(view.Entries) > entriesBefore {
		view.Entries = append([]EntryView{}, view.Entries[len(view.Entries)-entriesBefore:]...)
		view.LogFrom = view.LastIndex - entriesBefore + 1
		s.Part.Value = view
	}
	return s
}

// Run is the cluster's times.
func (f raftFace) Run() face.Part {
	low, high := f.of.setup.ElectionTimeoutMin, f.of.setup.ElectionTimeoutMax
	for _, own := range f.of.setup.Own {
		// In any order of the map: the least and the greatest of all.
		low, high = min(low, own[0]), max(high, own[1])
	}
	return face.Part{Name: ID, Value: RaftRun{
		ElectionMin: int64(low), ElectionMax: int64(high), Heartbeat: int64(f.of.setup.HeartbeatInterval),
		Elections: switchesOf(f.of.setup.Elections), Leases: leaseRun(f.of.setup.Leases),
		Snapshots:  snapshotRun(f.of.setup.Snapshots),
		Members:    f.membersRun(),
		Pipelining: pipeliningRun(f.of.setup.Pipelining),
	}}
}

// Message describes a message of Raft.
func (f raftFace) Message(payload []byte) face.Message {
	m, err := raft.DecodeMessage(payload)
	if err != nil {
		return face.Message{Kind: "unreadable", Good: true}
	}
	v := face.Message{Level: uint64(m.Body.MessageTerm()), Good: true}
	switch body := m.Body.(type) {
	case raft.RequestVote:
		v.Kind, v.Label = "RequestVote", "vote?"
	case raft.RequestVoteReply:
		v.Kind, v.Label, v.Good = "RequestVoteReply", "granted", body.VoteGranted
		if !body.VoteGranted {
			v.Label = "refused"
		}
	case raft.TransferVote:
		v.Kind, v.Label = "TransferVote", "vote?"
	case raft.PreVote:
		v.Kind, v.Label = "PreVote", "would you?"
	case raft.PreVoteReply:
		v.Kind, v.Label, v.Good = "PreVoteReply", word(body.Granted, "yes", "no"), body.Granted
	case raft.Heartbeat:
		v.Kind, v.Label = "Heartbeat", "round "+strconv.FormatUint(body.Round, 10)
	case raft.HeartbeatReply:
		v.Kind, v.Label = "HeartbeatReply", "round "+strconv.FormatUint(body.Round, 10)
	case raft.ReadIndex:
		v.Kind, v.Label = "ReadIndex", "index?"
	case raft.ReadIndexReply:
		v.Kind, v.Label = "ReadIndexReply", "index "+strconv.FormatUint(uint64(body.Index), 10)
		if v.Good = body.Known; !v.Good {
			v.Label = "refused"
		}
	case raft.InstallSnapshot:
		v.Kind, v.Label = "InstallSnapshot", f.chunkLabel(m, body)
	case raft.InstallSnapshotReply:
		v.Kind, v.Label = "InstallSnapshotReply", chunkReplyLabel(body)
	case raft.TimeoutNow:
		v.Kind, v.Label = "TimeoutNow", "stand now"
	case raft.AppendEntries:
		v.Kind, v.Label = "AppendEntries", entriesLabel(body)
	case raft.AppendEntriesReply:
		v.Kind, v.Good = "AppendEntriesReply", body.Success
		v.Label = "match " + strconv.FormatUint(uint64(body.MatchIndex), 10)
		if !body.Success {
			v.Label = "refused"
		}
	}
	return v
}

// entriesLabel names the entries of an AppendEntries: 3:t4, or 3–5:t4, or nothing for a heartbeat.
func entriesLabel(m raft.AppendEntries) string {
	first, n := uint64(m.PrevLogIndex+1), uint64(len(m.Entries))
	if n == 0 {
		return ""
	}
	label := strconv.FormatUint(first, 10)
	if n > 1 {
		label += "–" + strconv.FormatUint(first+n-1, 10)
	}
	return label + ":t" + strconv.FormatUint(uint64(m.Entries[n-1].Term), 10)
}
