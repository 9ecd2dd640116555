package raft

import "fmt"

// Save is what must be on stable storage before any message of the same Output leaves (Figure 2, "Updated on
// stable storage before responding to RPCs"). A disk may keep every Save as one record and never rewrite any:
// Saved.Apply folds the records together.
type Save struct {
	CurrentTerm Term
	VotedFor    NodeID
	// From is the first index that Entries replace, with all that follow it; 0 leaves the log unchanged.
	// Without Entries and with From above 0, the log is cut before From.
	From    Index
	Entries []Entry
}

// Saved is the persistent state of Figure 2 that a restarting server finds on disk.
type Saved struct {
	CurrentTerm Term
	VotedFor    NodeID
	Log         []Entry
}

// Apply adds one more record. It fails when the record does not fit the records before it.
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
		// Cut the capacity too: slices of the old tail that others hold must not change.
		s.Log = append(s.Log[:record.From-1:record.From-1], record.Entries...)
	}
	return nil
}
