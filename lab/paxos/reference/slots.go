package reference

import "raftlab/lab/paxos"

// SlotsToPropose are all slots from the first gap to the last that was reported: also those of which nobody reported
// anything, which get a no-op. Later slots would otherwise wait for ever (§3).
func SlotsToPropose(from paxos.Slot, reported []paxos.Slot) []paxos.Slot {
	var slots []paxos.Slot
	for _, last := range reported {
		for ; from <= last; from++ {
			slots = append(slots, from)
		}
	}
	return slots
}
