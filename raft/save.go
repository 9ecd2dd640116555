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
	// Log holds the entries after Base, which is of BaseTerm. Both are 0 until a snapshot takes the place of the
	// entries before.
	Log      []Entry
	Base     Index
	BaseTerm Term
	// Snapshot is the last one that was saved. Its file is not the log's, so a crash may have come between the two.
	Snapshot Snapshot
}

// Apply adds one more record. It fails when the record does not fit the records before it.
func (s *Saved) Apply(record Save) error {
	if record.CurrentTerm < s.CurrentTerm {
		return fmt.Errorf("saved term goes back from %d to %d", s.CurrentTerm, record.CurrentTerm)
	}
	last := s.Base + Index(len(s.Log))
	if record.From > last+1 {
		return fmt.Errorf("saved log has entries %d to %d, the next record begins at %d", s.Base+1, last, record.From)
	}
	if record.From > 0 && record.From <= s.Base {
		return fmt.Errorf("saved log begins at entry %d, the next record changes entry %d", s.Base+1, record.From)
	}
	s.CurrentTerm = record.CurrentTerm
	s.VotedFor = record.VotedFor
	switch {
	case record.From == 0:
	case record.From == last+1:
		s.Log = append(s.Log, record.Entries...)
	default:
		// Cut the capacity too: slices of the old tail that others hold must not change.
		kept := record.From - s.Base - 1
		s.Log = append(s.Log[:kept:kept], record.Entries...)
	}
	return nil
}
