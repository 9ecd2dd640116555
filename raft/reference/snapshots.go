package reference

import (
	"fmt"

	"raftlab/raft"
)

// LabelSnapshot names what a snapshot of the state machine stands for: what is applied, and neither more nor less (§7).
func LabelSnapshot(s *raft.State) (meta raft.SnapshotMeta, worth bool) {
	meta = raft.SnapshotMeta{
		LastIndex: s.LastApplied, LastTerm: s.Log.Term(s.LastApplied),
		Configuration: s.ConfigurationAt(s.LastApplied),
	}
	return meta, s.LastApplied > s.Snapshot.LastIndex
}

// MayCompact cuts what the snapshot includes, but nothing that a follower needs next. A follower that gets a snapshot
// now needs the entries behind it: without them it would need another snapshot, and so on for ever. For a follower that
// does not answer nothing is kept, since it may be away for long.
func MayCompact(s *raft.State, upTo raft.Index) raft.Index {
	for _, first := range s.Needs {
		if first > 0 {
			upTo = min(upTo, first-1)
		}
	}
	return max(upTo, s.Log.Base())
}

// NeedsSnapshot: the entry that the follower needs next is not in the log any more (§7).
func NeedsSnapshot(s *raft.State, follower raft.NodeID) bool {
	return s.NextIndex[follower] <= s.Log.Base()
}

// SkipCovered leaves what follows the base. All entries up to it are committed, so a leader of this term has the same
// ones (§5.4.3): the request agrees with this log up to the base, though its entries cannot be compared any more.
func SkipCovered(s *raft.State, req raft.AppendEntries) raft.AppendEntries {
	base := s.Log.Base()
	if req.Term < s.CurrentTerm || req.PrevLogIndex >= base {
		return req
	}
	covered := min(base-req.PrevLogIndex, raft.Index(len(req.Entries)))
	req.Entries = req.Entries[covered:]
	req.PrevLogIndex, req.PrevLogTerm = base, s.Log.Term(base)
	return req
}

// HandleInstallSnapshot answers a leader that sends a chunk of its snapshot (Figure 13; §7).
func HandleInstallSnapshot(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
	reply raft.InstallSnapshotReply, install bool,
) {
	// Rule 1: a leader of an earlier term has been replaced.
	if req.Term < s.CurrentTerm {
		return raft.InstallSnapshotReply{Term: s.CurrentTerm}, false
	}
	// As with AppendEntries: whoever sends it leads this term (§5.2).
	s.BecomeFollower(req.Term, req.LeaderID)
	reply.Term = s.CurrentTerm

	// A snapshot of what is committed here brings nothing, and to install it would take back what was applied since.
	// What is committed is in the leader's log, too.
	if req.Meta.LastIndex <= s.CommitIndex {
		*part = raft.Partial{}
		reply.MatchIndex = s.CommitIndex
		return reply, false
	}
	// Rules 2 to 4: the first chunk begins a snapshot, and each later one must continue the same one.
	same := part.Term == req.Term && part.Meta == req.Meta
	if req.Offset == 0 && !(same && len(part.Data) > 0) {
		*part, same = raft.Partial{Term: req.Term, Meta: req.Meta}, true
	}
	if same && req.Offset == uint64(len(part.Data)) {
		part.Data = append(part.Data, req.Data...)
		if req.Done {
			takeSnapshot(s, req.Meta)
			reply.MatchIndex = req.Meta.LastIndex
			return reply, true
		}
	}
	if same {
		reply.Offset = uint64(len(part.Data))
	}
	return reply, false
}

// takeSnapshot puts a snapshot in the place of the log, or of its beginning (Figure 13, rules 6 to 8).
func takeSnapshot(s *raft.State, meta raft.SnapshotMeta) {
	if meta.LastIndex <= s.Log.LastIndex() && s.Log.Term(meta.LastIndex) == meta.LastTerm {
		// Rule 6: the entries behind it may have been confirmed to a leader. They stay.
		s.Log.CompactTo(meta.LastIndex)
	} else {
		// Rule 7: the log ends before the snapshot, or has other entries than the leader.
		s.Log = raft.LogAfter(meta.LastIndex, meta.LastTerm)
	}
	if meta.Configuration != (raft.Configuration{}) {
		s.Configuration = meta.Configuration
	}
	s.CommitIndex, s.LastApplied = meta.LastIndex, meta.LastIndex
}

// HandleInstallSnapshotReply takes in a follower's answer: once it has the snapshot, it is as if it had confirmed
// all entries that the snapshot includes (§7).
func HandleInstallSnapshotReply(s *raft.State, from raft.NodeID, reply raft.InstallSnapshotReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	if reply.Term < s.CurrentTerm || s.Role != raft.Leader {
		return
	}
	s.MatchIndex[from] = max(s.MatchIndex[from], reply.MatchIndex)
	s.NextIndex[from] = max(s.NextIndex[from], s.MatchIndex[from]+1)
}

// RestoreAll puts back the snapshot and what the log has behind it (§7). The snapshot is saved first and the log cut
// then, so after a crash between the two the log may begin before the snapshot's end, or still be the one that the
// snapshot replaced. It never begins after it.
func RestoreAll(s *raft.State, saved raft.Saved) error {
	meta := saved.Snapshot.Meta
	if saved.Base > meta.LastIndex {
		return fmt.Errorf("its log begins at entry %d, and its snapshot ends at entry %d: what is between them is lost",
			saved.Base+1, meta.LastIndex)
	}
	s.CurrentTerm, s.VotedFor = saved.CurrentTerm, saved.VotedFor
	s.Log = raft.LogAfter(saved.Base, saved.BaseTerm, saved.Log...)
	if meta.LastIndex > 0 {
		takeSnapshot(s, meta)
	}
	return nil
}
