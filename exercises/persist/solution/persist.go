package solution

import "raftlab/raft"

// WhatToSave is the record that the disk must have before any message of this step leaves (Figure
// 2, State; §5.1).
func WhatToSave(s *raft.State, last raft.Save, changed raft.Index) (record raft.Save, needed bool) {
	// Task 1: a term or a vote that changed.
	needed = s.CurrentTerm != last.CurrentTerm || s.VotedFor != last.VotedFor
	record.CurrentTerm, record.VotedFor = s.CurrentTerm, s.VotedFor
	// Task 2: entries that are new, from the first of them on.
	if changed > 0 {
		needed = true
		// Task 3: this also says where the log ends, when entries were removed.
		record.From, record.Entries = changed, s.Log.From(changed)
	}
	return record, needed
}

// Restore puts back the persistent state, and does not touch the volatile state (Figure 2, State).
func Restore(s *raft.State, saved raft.Saved) {
	// Task 4: three things come back. The commit index does not: it is learnt again.
	s.CurrentTerm = saved.CurrentTerm
	s.VotedFor = saved.VotedFor
	s.Log = raft.LogOf(saved.Log...)
}
