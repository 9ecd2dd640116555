package reference

import "raftlab/lab/paxos"

// ToApply are the known slots that follow the applied ones without a gap: all servers carry out the same commands in
// the same order (§3).
func ToApply(applied paxos.Slot, known []paxos.Slot) []paxos.Slot {
	n := 0
	for n < len(known) && known[n] == applied+paxos.Slot(n)+1 {
		n++
	}
	return known[:n]
}
