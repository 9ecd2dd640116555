package reference

import "raftlab/raft"

// HandleAppendEntries answers a leader that replicates entries, or sends a heartbeat (Figure 2, AppendEntries
// RPC; §5.3).
func HandleAppendEntries(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	// Rule 1: a leader of an earlier term has been replaced.
	if req.Term < s.CurrentTerm {
		return raft.AppendEntriesReply{Term: s.CurrentTerm}
	}
	// Rules for all servers, and for candidates: whoever leads this term is the leader (§5.2).
	s.BecomeFollower(req.Term, req.LeaderID)

	// Rule 2, the consistency check: the entry before the new ones must be equal to the leader's. (Where there are
	// snapshots, SkipCovered has taken away what stands before the base.)
	if s.Log.Term(req.PrevLogIndex) != req.PrevLogTerm || req.PrevLogIndex > s.Log.LastIndex() ||
		req.PrevLogIndex < s.Log.Base() {
		return conflict(s, req.PrevLogIndex)
	}
	// Rules 3 and 4: entries that are already in the log stay. The first one that differs is removed with all
	// that follow it; then the missing entries are added. So an old message that arrives late removes nothing.
	for i, entry := range req.Entries {
		index := req.PrevLogIndex + raft.Index(i) + 1
		if s.Log.Term(index) == entry.Term {
			continue
		}
		s.Log.TruncateFrom(index)
		s.Log.Append(req.Entries[i:]...)
		break
	}
	// Rule 5: only up to the last entry that this request proved equal to the leader's. Entries behind it may
	// be left over from an older leader.
	last := req.PrevLogIndex + raft.Index(len(req.Entries))
	s.CommitIndex = max(s.CommitIndex, min(req.LeaderCommit, last))
	return raft.AppendEntriesReply{Term: s.CurrentTerm, Success: true, MatchIndex: last}
}

// conflict is the refusal of a follower that has no entry at prev, or another entry there. It lets the leader
// skip a whole term in one step (end of §5.3).
func conflict(s *raft.State, prev raft.Index) raft.AppendEntriesReply {
	reply := raft.AppendEntriesReply{Term: s.CurrentTerm}
	if prev > s.Log.LastIndex() {
		reply.ConflictIndex = s.Log.LastIndex() + 1
		return reply
	}
	reply.ConflictTerm = s.Log.Term(prev)
	reply.ConflictIndex = prev
	for reply.ConflictIndex > s.Log.Base()+1 && s.Log.Term(reply.ConflictIndex-1) == reply.ConflictTerm {
		reply.ConflictIndex--
	}
	return reply
}
