package call

import (
	"fmt"
	"slices"

	"raftlab/raft"
)

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

// ChangedBesides names something other than CommitIndex that a rule changed, or "". Element 0 of
// NextIndex and MatchIndex belongs to nobody.
func ChangedBesides(before, after *raft.State) string {
	switch {
	case after.Role != before.Role || after.CurrentTerm != before.CurrentTerm || after.VotedFor != before.VotedFor:
		return fmt.Sprintf("S1 is a %v, currentTerm=%d votedFor=%v", after.Role, after.CurrentTerm, after.VotedFor)
	case !slices.Equal(LogTerms(after), LogTerms(before)):
		return fmt.Sprintf("log=%v", LogTerms(after))
	case after.LastApplied != before.LastApplied:
		return fmt.Sprintf("lastApplied=%d", after.LastApplied)
	case len(after.MatchIndex) != len(before.MatchIndex) || !slices.Equal(after.MatchIndex[1:], before.MatchIndex[1:]):
		return fmt.Sprintf("matchIndex=%v", after.MatchIndex)
	case len(after.NextIndex) != len(before.NextIndex) || !slices.Equal(after.NextIndex[1:], before.NextIndex[1:]):
		return fmt.Sprintf("nextIndex=%v", after.NextIndex)
	}
	return ""
}
