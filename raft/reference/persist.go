package reference

import "raftlab/raft"

// WhatToSave is the record that must be durable before any message of this step leaves (Figure 2, "Updated on
// stable storage before responding to RPCs"). Last is the record before it, whose term and vote are on disk;
// changed is the lowest log index that the step changed, 0 for none. Needed is false when everything is already
// on disk.
func WhatToSave(s *raft.State, last raft.Save, changed raft.Index) (record raft.Save, needed bool) {
	if changed == 0 && s.CurrentTerm == last.CurrentTerm && s.VotedFor == last.VotedFor {
		return raft.Save{}, false
	}
	record = raft.Save{CurrentTerm: s.CurrentTerm, VotedFor: s.VotedFor, From: changed}
	if changed > 0 {
		// Without entries, the log was only cut, and that must be saved too.
		record.Entries = s.Log.From(changed)
	}
	return record, true
}

// Restore puts back what was saved into a server that starts. Everything else keeps its initial value.
// CommitIndex and LastApplied are volatile too: the state machine applies the log again from the first entry.
func Restore(s *raft.State, saved raft.Saved) {
	s.CurrentTerm = saved.CurrentTerm
	s.VotedFor = saved.VotedFor
	s.Log = raft.LogOf(saved.Log...)
}
