package call

import "raftlab/raft"

// Copies is how many servers have the entry, according to the leader's MatchIndex.
func Copies(s *raft.State, n raft.Index) int {
	copies := 0
	for _, id := range s.Servers {
		if s.MatchIndex[id] >= n {
			copies++
		}
	}
	return copies
}

// Committable is the highest index that Figure 2 lets a leader call committed: its CommitIndex if nothing new can
// be committed. The second result is the highest entry above CommitIndex that a majority has, whatever its term, 0
// for none.
func Committable(s *raft.State) (highest, onMajority raft.Index) {
	for n := s.Log.LastIndex(); n > s.CommitIndex; n-- {
		if 2*Copies(s, n) <= len(s.Servers) {
			continue
		}
		if s.Log.Term(n) == s.CurrentTerm {
			return n, n
		}
		onMajority = max(onMajority, n)
	}
	return s.CommitIndex, onMajority
}
