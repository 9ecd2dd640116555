package accepted

import (
	"slices"
	"sort"

	"raftlab/raft"
)

func countCopies(s *raft.State) {
	for n := s.Log.LastIndex(); n > s.CommitIndex; n-- {
		if s.Log.Term(n) != s.CurrentTerm {
			continue
		}
		count := 1
		for _, server := range s.Servers {
			if server != s.ID && s.MatchIndex[server] >= n {
				count++
			}
		}
		if count > len(s.Servers)/2 {
			s.CommitIndex = n
			break
		}
	}
}

func countUpwards(s *raft.State) {
	for n := s.CommitIndex + 1; n <= s.Log.LastIndex(); n++ {
		count := 0
		for _, server := range s.Servers {
			if server == s.ID || s.MatchIndex[server] >= n {
				count++
			}
		}
		if count >= s.Majority() && s.Log.Term(n) == s.CurrentTerm {
			s.CommitIndex = n
		}
	}
}

func middleOfSorted(s *raft.State) {
	matches := make([]raft.Index, 0, len(s.Servers))
	for _, server := range s.Servers {
		if server == s.ID {
			matches = append(matches, s.Log.LastIndex())
		} else {
			matches = append(matches, s.MatchIndex[server])
		}
	}
	slices.Sort(matches)
	n := matches[(len(matches)-1)/2]
	if n > s.CommitIndex && s.Log.Term(n) == s.CurrentTerm {
		s.CommitIndex = n
	}
}

func middleOfDescending(s *raft.State) {
	matches := []raft.Index{s.Log.LastIndex()}
	for _, server := range s.Servers {
		if server != s.ID {
			matches = append(matches, s.MatchIndex[server])
		}
	}
	sort.Slice(matches, func(i, j int) bool { return matches[i] > matches[j] })
	n := matches[len(s.Servers)/2]
	if n > s.CommitIndex && s.Log.Term(n) == s.CurrentTerm {
		s.CommitIndex = n
	}
}
