package solution

import (
	"errors"

	"raftlab/raft"
)

// LabelSnapshot names what is applied.
func LabelSnapshot(s *raft.State) (meta raft.SnapshotMeta, worth bool) {
	// Task 1: a snapshot is what the state machine holds, and nothing more.
	if s.LastApplied <= s.Snapshot.LastIndex {
		return raft.SnapshotMeta{}, false
	}
	return raft.SnapshotMeta{
		LastIndex: s.LastApplied, LastTerm: s.Log.Term(s.LastApplied),
		Configuration: s.ConfigurationAt(s.LastApplied),
	}, true
}

// MayCompact keeps what a follower needs that answers.
func MayCompact(s *raft.State, upTo raft.Index) raft.Index {
	// Task 2: without what a follower needs next, it would need another snapshot.
	for _, first := range s.Needs {
		if first > 0 && first <= upTo {
			upTo = first - 1
		}
	}
	return max(upTo, s.Log.Base())
}

// NeedsSnapshot compares the follower's next entry with the log's beginning.
func NeedsSnapshot(s *raft.State, follower raft.NodeID) bool {
	// Task 3: the base itself is gone.
	return s.NextIndex[follower] <= s.Log.Base()
}

// HandleInstallSnapshotReply counts a snapshot as if its entries had been confirmed.
func HandleInstallSnapshotReply(s *raft.State, from raft.NodeID, reply raft.InstallSnapshotReply) {
	// Task 3: a late answer takes nothing back.
	switch {
	case reply.Term > s.CurrentTerm:
		s.BecomeFollower(reply.Term, raft.None)
	case reply.Term == s.CurrentTerm && s.Role == raft.Leader && reply.MatchIndex > s.MatchIndex[from]:
		s.MatchIndex[from] = reply.MatchIndex
		s.NextIndex[from] = max(s.NextIndex[from], reply.MatchIndex+1)
	}
}

// HandleInstallSnapshot puts chunks together, and installs the whole.
func HandleInstallSnapshot(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
	reply raft.InstallSnapshotReply, install bool,
) {
	// Task 4: whoever sends a chunk leads its term.
	if req.Term < s.CurrentTerm {
		return raft.InstallSnapshotReply{Term: s.CurrentTerm}, false
	}
	s.BecomeFollower(req.Term, req.LeaderID)
	reply.Term = s.CurrentTerm
	// What is committed here is not taken back, and the leader hears how far that goes.
	if req.Meta.LastIndex <= s.CommitIndex {
		reply.MatchIndex = s.CommitIndex
		return reply, false
	}
	// A chunk begins a snapshot, or continues the one that is here.
	if req.Offset == 0 {
		*part = raft.Partial{Term: req.Term, Meta: req.Meta}
	}
	if part.Term != req.Term || part.Meta != req.Meta {
		return reply, false
	}
	if req.Offset == uint64(len(part.Data)) {
		part.Data = append(part.Data, req.Data...)
		if req.Done {
			putInPlace(s, req.Meta)
			reply.MatchIndex = req.Meta.LastIndex
			return reply, true
		}
	}
	reply.Offset = uint64(len(part.Data))
	return reply, false
}

// putInPlace puts a snapshot in the place of the log, or of its beginning.
func putInPlace(s *raft.State, meta raft.SnapshotMeta) {
	// What stands behind an entry of the leader's is the leader's, too.
	if s.Log.LastIndex() >= meta.LastIndex && s.Log.Term(meta.LastIndex) == meta.LastTerm {
		s.Log.CompactTo(meta.LastIndex)
	} else {
		s.Log = raft.LogAfter(meta.LastIndex, meta.LastTerm)
	}
	s.CommitIndex, s.LastApplied = meta.LastIndex, meta.LastIndex
	s.Configuration = meta.Configuration
}

// SkipCovered cuts off what is committed here.
func SkipCovered(s *raft.State, req raft.AppendEntries) raft.AppendEntries {
	// Task 5: what is cut off is committed, so the leader has the same.
	base := s.Log.Base()
	if req.PrevLogIndex >= base {
		return req
	}
	covered := min(int(base-req.PrevLogIndex), len(req.Entries))
	req.Entries = req.Entries[covered:]
	req.PrevLogIndex, req.PrevLogTerm = base, s.Log.Term(base)
	return req
}

// RestoreAll puts snapshot and log together.
func RestoreAll(s *raft.State, saved raft.Saved) error {
	// Task 6: the snapshot was saved first, so a log that begins after its end has lost something.
	meta := saved.Snapshot.Meta
	if saved.Base > meta.LastIndex {
		return errors.New("the log begins after the end of the snapshot: entries are missing")
	}
	s.CurrentTerm, s.VotedFor = saved.CurrentTerm, saved.VotedFor
	s.Log = raft.LogAfter(saved.Base, saved.BaseTerm, saved.Log...)
	if meta.LastIndex > 0 {
		putInPlace(s, meta)
	}
	return nil
}
