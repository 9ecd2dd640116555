// want liveness: The refusal's hint is wrong
package append

import "raftlab/raft"

// A refusal always hints at the end of the own log, wherever the disagreement is.
func HandleAppendEntries(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	if req.Term < s.CurrentTerm {
		return raft.AppendEntriesReply{Term: s.CurrentTerm}
	}
	s.BecomeFollower(req.Term, req.LeaderID)
	if req.PrevLogIndex > s.Log.LastIndex() || s.Log.Term(req.PrevLogIndex) != req.PrevLogTerm {
		return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictIndex: s.Log.LastIndex(), ConflictTerm: s.Log.LastTerm()}
	}
	for k, e := range req.Entries {
		at := req.PrevLogIndex + raft.Index(k) + 1
		if s.Log.Term(at) != e.Term {
			s.Log.TruncateFrom(at)
			s.Log.Append(req.Entries[k:]...)
			break
		}
	}
	end := req.PrevLogIndex + raft.Index(len(req.Entries))
	s.CommitIndex = max(s.CommitIndex, min(end, req.LeaderCommit))
	return raft.AppendEntriesReply{Term: s.CurrentTerm, Success: true, MatchIndex: end}
}
