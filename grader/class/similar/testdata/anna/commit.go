package commit

import "raftlab/raft"

// AdvanceCommitIndex tries each index, the highest first.
func AdvanceCommitIndex(s *raft.State) {
	for index := s.Log.LastIndex(); index > s.CommitIndex; index-- {
		if s.Log.Term(index) == s.CurrentTerm && holders(s, index) >= s.Majority() {
			s.CommitIndex = index
			break
		}
	}
}

func holders(s *raft.State, index raft.Index) int {
	count := 0
	for _, server := range s.Servers {
		switch {
		case server == s.ID:
			count++
		case s.MatchIndex[server] >= index:
			count++
		}
	}
	return count
}
