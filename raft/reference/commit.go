package reference

import "raftlab/raft"

// AdvanceCommitIndex is the last rule of Figure 2, Leaders: with an N above CommitIndex, a
// majority of MatchIndex at N or above, and the entry at N of the current term, CommitIndex
// becomes N. Counting copies of an entry of an earlier term proves nothing: Figure 8 shows one
// on a majority that is overwritten all the same (§5.4.2).
func AdvanceCommitIndex(s *raft.State) {
	if s.Role != raft.Leader {
		return
	}
	// Terms never decrease along the log, so the search ends at the first older entry.
	for n := s.Log.LastIndex(); n > s.CommitIndex && s.Log.Term(n) == s.CurrentTerm; n-- {
		var holders raft.NodeSet
		for _, id := range s.Servers {
			if s.MatchIndex[id] >= n {
				holders.Add(id)
			}
		}
		if s.IsQuorum(holders) {
			s.CommitIndex = n
			return
		}
	}
}
