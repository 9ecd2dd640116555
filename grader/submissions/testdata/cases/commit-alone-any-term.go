// want pass
package commit

import "raftlab/raft"

func AdvanceCommitIndex(s *raft.State) {
	n := s.Log.LastIndex()
	for n > s.CommitIndex {
		count := 1
		for _, id := range s.Servers {
			if id == s.ID {
				continue
			}
			if s.MatchIndex[id] >= n && s.Log.Term(n) == s.CurrentTerm {
				count++
			}
		}
		if count > len(s.Servers)/2 {
			break
		}
		n--
	}
	s.CommitIndex = n
}
