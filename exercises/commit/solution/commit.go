package solution

import "raftlab/raft"

// AdvanceCommitIndex moves the leader's CommitIndex as far as it may go (Figure 2, Leaders, last rule;
// §5.3, §5.4.2).
func AdvanceCommitIndex(s *raft.State) {
	// Task 1: from the end of the log down, so that the first N that is found is the highest. It never
	// gets below CommitIndex.
	for n := s.Log.LastIndex(); n > s.CommitIndex; n-- {
		// Task 3: copies of an entry of an earlier term prove nothing (Figure 8). Terms never decrease along
		// the log, so all that stands before it is as old.
		if s.Log.Term(n) != s.CurrentTerm {
			return
		}
		// Task 2: the leader's own copy is among them, in MatchIndex[s.ID].
		copies := 0
		for _, id := range s.Servers {
			if s.MatchIndex[id] >= n {
				copies++
			}
		}
		// Task 4: with this entry, all before it are committed, those of earlier terms too.
		if copies >= s.Majority() {
			s.CommitIndex = n
			return
		}
	}
}
