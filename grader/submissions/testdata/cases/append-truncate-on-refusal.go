// want safety: The message is refused, and yet S1 removed entries
package append

import "raftlab/raft"

func HandleAppendEntries(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	if req.Term < s.CurrentTerm {
		return raft.AppendEntriesReply{Term: s.CurrentTerm}
	}
	s.BecomeFollower(req.Term, req.LeaderID)
	if req.PrevLogIndex > s.Log.LastIndex() {
		return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictIndex: s.Log.LastIndex() + 1}
	}
	if term := s.Log.Term(req.PrevLogIndex); term != req.PrevLogTerm {
		first := raft.Index(1)
		for s.Log.Term(first) != term {
			first++
		}
		s.Log.TruncateFrom(first + 1)
		return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictTerm: term, ConflictIndex: first}
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
	if req.LeaderCommit > s.CommitIndex {
		s.CommitIndex = max(s.CommitIndex, min(req.LeaderCommit, last))
	}
	return raft.AppendEntriesReply{Term: s.CurrentTerm, Success: true, MatchIndex: last}
}
