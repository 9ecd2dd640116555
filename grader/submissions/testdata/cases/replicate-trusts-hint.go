// want pass
package replicate

import "raftlab/raft"

// The hint of a refusal is believed: the next message begins where the follower says.
func AppendEntriesTo(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
	prev := s.NextIndex[follower] - 1
	batch := s.Log.From(prev + 1)
	if len(batch) > limit {
		batch = batch[:limit]
	}
	msg := raft.AppendEntries{Term: s.CurrentTerm, LeaderID: s.ID, PrevLogIndex: prev, PrevLogTerm: s.Log.Term(prev), Entries: batch}
	msg.LeaderCommit = s.CommitIndex
	return msg
}

func HandleAppendEntriesReply(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	if s.Role != raft.Leader || reply.Term != s.CurrentTerm {
		return
	}
	if reply.Success {
		if reply.MatchIndex > s.MatchIndex[from] {
			s.MatchIndex[from] = reply.MatchIndex
		}
		s.NextIndex[from] = max(s.NextIndex[from], s.MatchIndex[from]+1)
		return
	}
	s.NextIndex[from] = max(s.MatchIndex[from]+1, reply.ConflictIndex)
}
