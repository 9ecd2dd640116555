package commit

import (
	"slices"

	"raftlab/raft"
)

func AdvanceCommitIndex(s *raft.State) {
	have := []raft.Index{}
	for _, peer := range s.Servers {
		if peer != s.ID {
			have = append(have, s.MatchIndex[peer])
		} else {
			have = append(have, s.Log.LastIndex())
		}
	}
	slices.Sort(have)
	middle := have[(len(have)-1)/2]
	if middle <= s.CommitIndex {
		return
	}
	if s.Log.Term(middle) != s.CurrentTerm {
		return
	}
	s.CommitIndex = middle
}
