package reference

import "raftlab/raft"

// WhatToSave is the record that must be durable before any message of this step leaves (Figure 2,
// "Updated on stable storage before responding to RPCs"). Last is the record before it, whose term
// and vote the disk has; changed is the lowest log index that the step changed, 0 for none. Needed is
// false when the disk has everything already.
func WhatToSave(s *raft.State, last raft.Save, changed raft.Index) (record raft.Save, needed bool) {
	if changed == 0 && s.CurrentTerm == last.CurrentTerm && s.VotedFor == last.VotedFor {
		return raft.Save{}, false
	}
	record = raft.Save{CurrentTerm: s.CurrentTerm, VotedFor: s.VotedFor, From: changed}
	if changed > 0 {
		// Entries may be none: then the log was cut, and the disk must know that, too.
		record.Entries = s.Log.From(changed)
	}
	return record, true
}

// Restore puts back what was saved into a server that starts. All else begins anew, CommitIndex and
// LastApplied too: they are volatile, and the state machine is fed again from the first entry.
func Restore(s *raft.State, saved raft.Saved) {
	s.CurrentTerm = saved.CurrentTerm
	s.VotedFor = saved.VotedFor
	s.Log = raft.LogOf(saved.Log...)
}
