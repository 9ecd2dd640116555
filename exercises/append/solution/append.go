package solution

import "raftlab/raft"

// HandleAppendEntries answers a leader that replicates entries, or just shows that it is there (Figure 2,
// AppendEntries RPC; §5.3).
func HandleAppendEntries(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	// Task 1: refuse a leader of an earlier term.
	if req.Term < s.CurrentTerm {
		return raft.AppendEntriesReply{Term: s.CurrentTerm}
	}
	// Task 2: whoever leads this term, or a later one, is followed. Candidates give up.
	s.BecomeFollower(req.Term, req.LeaderID)

	// Task 3: the entry before the new ones must be the leader's. Before the first entry both terms are 0.
	if req.PrevLogIndex > s.Log.LastIndex() || s.Log.Term(req.PrevLogIndex) != req.PrevLogTerm {
		return refusal(s, req)
	}
	// Task 4: entries that are there already stay, whatever follows them. A conflicting entry goes, with all after it.
	for i, entry := range req.Entries {
		index := req.PrevLogIndex + raft.Index(i) + 1
		if s.Log.Term(index) == entry.Term {
			continue
		}
		s.Log.TruncateFrom(index)
		s.Log.Append(req.Entries[i:]...)
		break
	}
	// Task 5: commit what the leader has committed, but no more than this message proves equal.
	last := req.PrevLogIndex + raft.Index(len(req.Entries))
	s.CommitIndex = max(s.CommitIndex, min(req.LeaderCommit, last))
	// Task 6: that, and no more, is what the leader may count.
	return raft.AppendEntriesReply{Term: s.CurrentTerm, Success: true, MatchIndex: last}
}

// refusal says where the leader might try next, so that it need not go back one entry at a time (end of
// §5.3): after the log's end, or where the entries of the conflicting term begin.
func refusal(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	reply := raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictIndex: s.Log.LastIndex() + 1}
	if req.PrevLogIndex <= s.Log.LastIndex() {
		reply.ConflictTerm = s.Log.Term(req.PrevLogIndex)
		reply.ConflictIndex = req.PrevLogIndex
		for s.Log.Term(reply.ConflictIndex-1) == reply.ConflictTerm {
			reply.ConflictIndex--
		}
	}
	return reply
}
