package paxos

// Save is a record of a server's disk. A server's saved state is what all its records together say.
type Save struct {
	// Promised is the highest ballot that it has promised as an acceptor, in all slots.
	Promised Ballot
	// Used is the highest ballot that it has used as a proposer.
	Used Ballot
	// Accepted is what it has accepted since the record before, by rising slot.
	Accepted []SlotAccepted
}

// Saved is all of a disk.
type Saved struct {
	Promised, Used Ballot
	// Accepted is what was accepted last in each slot, by rising slot. It has an entry for each slot up to the last;
	// one without a ballot stands for nothing.
	Accepted []SlotAccepted
}

// Apply takes a record.
func (s *Saved) Apply(record Save) {
	s.Promised, s.Used = record.Promised, record.Used
	for _, a := range record.Accepted {
		for Slot(len(s.Accepted)) < a.Slot {
			s.Accepted = append(s.Accepted, SlotAccepted{Slot: Slot(len(s.Accepted)) + 1})
		}
		s.Accepted[a.Slot-1] = a
	}
}
