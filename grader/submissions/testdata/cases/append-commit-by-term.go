// want liveness: S1 commits too little
package append

import "raftlab/raft"

func HandleAppendEntries(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	if req.Term < s.CurrentTerm {
		return raft.AppendEntriesReply{Term: s.CurrentTerm}
	}
	s.BecomeFollower(req.Term, req.LeaderID)
	if req.PrevLogIndex > s.Log.LastIndex() || s.Log.Term(req.PrevLogIndex) != req.PrevLogTerm {
		return raft.AppendEntriesReply{Term: s.CurrentTerm}
	}
	for i, entry := range req.Entries {
		index := req.PrevLogIndex + raft.Index(i) + 1
		if s.Log.Term(index) != entry.Term {
			s.Log.TruncateFrom(index)
			s.Log.Append(req.Entries[i:]...)
			break
		}
	}
	last := req.PrevLogIndex + raft.Index(len(req.Entries))
	if to := min(req.LeaderCommit, s.Log.LastIndex()); to > s.CommitIndex && s.Log.Term(to) == s.CurrentTerm {
		s.CommitIndex = to
	}
	return raft.AppendEntriesReply{Term: s.CurrentTerm, Success: true, MatchIndex: last}
}
