// want liveness: nextIndex is 2, so the message names entry 1
package replicate

import "raftlab/raft"

func AppendEntriesTo(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
	req := raft.AppendEntries{Term: s.CurrentTerm, LeaderID: s.ID, LeaderCommit: s.CommitIndex}
	if s.NextIndex[follower] > s.Log.LastIndex() {
		req.PrevLogIndex = s.MatchIndex[follower]
		req.PrevLogTerm = s.Log.Term(req.PrevLogIndex)
		return req
	}
	req.PrevLogIndex = s.NextIndex[follower] - 1
	req.PrevLogTerm = s.Log.Term(req.PrevLogIndex)
	req.Entries = s.Log.From(s.NextIndex[follower])
	if len(req.Entries) > limit {
		req.Entries = req.Entries[:limit]
	}
	return req
}

func HandleAppendEntriesReply(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	if reply.Term < s.CurrentTerm || s.Role != raft.Leader {
		return
	}
	if reply.Success {
		s.MatchIndex[from] = max(s.MatchIndex[from], reply.MatchIndex)
		s.NextIndex[from] = max(s.NextIndex[from], s.MatchIndex[from]+1)
		return
	}
	next := s.NextIndex[from] - 1
	if reply.ConflictIndex > 0 {
		next = min(next, reply.ConflictIndex)
	}
	s.NextIndex[from] = max(next, s.MatchIndex[from]+1)
}
