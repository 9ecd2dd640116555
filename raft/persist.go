package raft

import "fmt"

// Save is what must be on stable storage before any message of the same Output leaves (Figure 2,
// "Updated on stable storage before responding to RPCs"). A disk may keep every Save as one
// record and never rewrite: Saved.Apply folds the records together again.
type Save struct {
	CurrentTerm Term
	VotedFor    NodeID
	// From is the first index that Entries replace, with all that follows it; 0 leaves the log
	// alone. Entries may be empty with From above 0: then the log just ends before From.
	From    Index
	Entries []Entry
}

// Saved is the persistent state of Figure 2 as a restarting server finds it.
type Saved struct {
	CurrentTerm Term
	VotedFor    NodeID
	Log         []Entry
}

// Apply takes over one more record. It fails when the record does not follow from those before.
func (s *Saved) Apply(record Save) error {
	if record.CurrentTerm < s.CurrentTerm {
		return fmt.Errorf("saved term goes back from %d to %d", s.CurrentTerm, record.CurrentTerm)
	}
	if record.From > Index(len(s.Log))+1 {
		return fmt.Errorf("saved log has entries 1 to %d, the next record begins at %d", len(s.Log), record.From)
	}
	s.CurrentTerm = record.CurrentTerm
	s.VotedFor = record.VotedFor
	switch {
	case record.From == 0:
	case record.From == Index(len(s.Log))+1:
		s.Log = append(s.Log, record.Entries...)
	default:
		// Cut the capacity too: what was handed out of the old tail stays as it was.
		s.Log = append(s.Log[:record.From-1:record.From-1], record.Entries...)
	}
	return nil
}

// WhatToSave is the record that must be durable before any message of this step leaves (Figure 2,
// "Updated on stable storage before responding to RPCs"). Last is the record before it, whose term
// and vote the disk has; changed is the lowest log index that the step changed, 0 for none. Needed is
// false when the disk has everything already.
func WhatToSave(s *State, last Save, changed Index) (record Save, needed bool) {
	if changed == 0 && s.CurrentTerm == last.CurrentTerm && s.VotedFor == last.VotedFor {
		return Save{}, false
	}
	record = Save{CurrentTerm: s.CurrentTerm, VotedFor: s.VotedFor, From: changed}
	if changed > 0 {
		// Entries may be none: then the log was cut, and the disk must know that, too.
		record.Entries = s.Log.From(changed)
	}
	return record, true
}

// Restore puts back what was saved into a server that starts. All else begins anew, CommitIndex and
// LastApplied too: they are volatile, and the state machine is fed again from the first entry.
func Restore(s *State, saved Saved) {
	s.CurrentTerm = saved.CurrentTerm
	s.VotedFor = saved.VotedFor
	s.Log = LogOf(saved.Log...)
}

// collectSave fills Output.Save with what changed since the last one, if anything did.
func (n *Node) collectSave() {
	n.out.LogFrom = n.Log.takeChanges()
	record, needed := n.rules.WhatToSave(&n.State, n.saved, n.out.LogFrom)
	if !needed {
		return
	}
	n.saved = record
	n.out.Save = &n.saved
}
