package reference

import "raftlab/raft"

// AppendEntriesTo is the request that the leader sends to a follower now: the entries from NextIndex on, at
// most limit of them, and the entry just before them. Without entries it is a heartbeat (Figure 2, Leaders;
// §5.3).
func AppendEntriesTo(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
	prev := s.NextIndex[follower] - 1
	entries := s.Log.From(prev + 1)
	if len(entries) > limit {
		entries = entries[:limit:limit]
	}
	return raft.AppendEntries{
		Term:         s.CurrentTerm,
		LeaderID:     s.ID,
		PrevLogIndex: prev,
		PrevLogTerm:  s.Log.Term(prev),
		Entries:      entries,
		LeaderCommit: s.CommitIndex,
	}
}

// HandleAppendEntriesReply takes in a follower's answer (Figure 2, Leaders; §5.3). An answer of another term is
// about another leader's log.
func HandleAppendEntriesReply(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	if reply.Term < s.CurrentTerm || s.Role != raft.Leader {
		return
	}
	if reply.Success {
		// A late answer must not undo what a newer one proved.
		s.MatchIndex[from] = max(s.MatchIndex[from], reply.MatchIndex)
		s.NextIndex[from] = max(s.NextIndex[from], s.MatchIndex[from]+1)
		return
	}
	// Never go back into the part that is known to match, and never forward: a refusal can be late, too.
	next := min(retryFrom(s, from, reply), s.NextIndex[from]-1)
	s.NextIndex[from] = max(next, s.MatchIndex[from]+1)
}

// retryFrom is the index to try next after a refusal: just after the leader's own last entry of the conflicting
// term, if it has one, else the first index of the follower's entries of that term. So each term that differs
// costs one round trip, not each entry (end of §5.3).
func retryFrom(s *raft.State, follower raft.NodeID, reply raft.AppendEntriesReply) raft.Index {
	if reply.ConflictTerm == 0 {
		return reply.ConflictIndex
	}
	for i := s.NextIndex[follower] - 1; i > 0 && s.Log.Term(i) >= reply.ConflictTerm; i-- {
		if s.Log.Term(i) == reply.ConflictTerm {
			return i + 1
		}
	}
	return reply.ConflictIndex
}
