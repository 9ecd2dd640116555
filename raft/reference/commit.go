package reference

import "raftlab/raft"

// AdvanceCommitIndex is the last rule of Figure 2, Leaders: if there is an N above CommitIndex, a majority of
// MatchIndex is at least N, and the entry at N is of the current term, CommitIndex becomes N. Counting the
// copies of an entry of an earlier term proves nothing: Figure 8 shows such an entry on a majority, and yet it
// is overwritten (§5.4.2).
func AdvanceCommitIndex(s *raft.State) {
	if s.Role != raft.Leader {
		return
	}
	// The highest N decides: terms never decrease along the log, so if it is of an earlier term, all below it are.
	n := min(s.QuorumIndex(), s.Log.LastIndex())
	if n > s.CommitIndex && s.Log.Term(n) == s.CurrentTerm {
		s.CommitIndex = n
	}
}
