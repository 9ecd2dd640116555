package solution

import "raftlab/raft"

// AppendEntriesTo is what the leader sends to a follower now (Figure 2, Leaders; §5.3).
func AppendEntriesTo(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
	// Task 1: the entries begin at NextIndex, and the place they belong to is just before.
	prev := s.NextIndex[follower] - 1
	entries := s.Log.From(prev + 1)
	// Task 2: the rest goes with the next message.
	if len(entries) > limit {
		entries = entries[:limit]
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

// HandleAppendEntriesReply digests a follower's answer (Figure 2, Leaders and All Servers; §5.3).
func HandleAppendEntriesReply(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
	// Task 3: a later term ends this leadership. An answer of an earlier term speaks of another one's log.
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	if reply.Term < s.CurrentTerm || s.Role != raft.Leader {
		return
	}
	if reply.Success {
		// Task 4: what was proved stays proved. A late answer only proves less.
		s.MatchIndex[from] = max(s.MatchIndex[from], reply.MatchIndex)
		s.NextIndex[from] = max(s.NextIndex[from], s.MatchIndex[from]+1)
		return
	}
	// Task 5: back by at least one, to where the follower's hint says that the logs may agree. But never before
	// what the follower is known to have, because this refusal may be late.
	next := min(s.NextIndex[from]-1, retryAt(s, reply))
	s.NextIndex[from] = max(next, s.MatchIndex[from]+1)
}

// retryAt is where to try next (task 6): after the leader's last entry of the conflicting term if it
// has one, because the logs may agree up to there; else where the follower's entries of that term begin.
func retryAt(s *raft.State, reply raft.AppendEntriesReply) raft.Index {
	for i := s.Log.LastIndex(); i > 0 && reply.ConflictTerm > 0; i-- {
		if s.Log.Term(i) == reply.ConflictTerm {
			return i + 1
		}
	}
	return reply.ConflictIndex
}
