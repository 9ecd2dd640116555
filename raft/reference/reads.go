package reference

import "raftlab/raft"

// BeginRead notes a read (thesis §6.4). A new leader does not know yet how far its predecessors have committed: only an
// entry of its own term tells it. Then CommitIndex is at least as high as all that any client was told before this
// read. The read counts answers to the next round of heartbeats only, which is sent after it began. A lease stands for
// a round.
func BeginRead(s *raft.State, read raft.Read) (began bool) {
	if s.Role != raft.Leader || s.Log.Term(s.CommitIndex) != s.CurrentTerm {
		return false
	}
	read.Index = s.CommitIndex
	read.Acks = raft.SetOf(s.ID)
	read.Round = s.Round + 1
	if read.Lease && s.Lease {
		read.Round = 0
	}
	s.Reads = append(s.Reads, read)
	return true
}

// ConfirmReads notes an answer to a round (thesis §6.4). An answer to a later round says the same, and more.
func ConfirmReads(s *raft.State, from raft.NodeID, round uint64) {
	for i := range s.Reads {
		if s.Reads[i].Round > 0 && s.Reads[i].Round <= round {
			s.Reads[i].Acks.Add(from)
		}
	}
}

// ReadyReads takes out the reads whose leader was confirmed. A read of this server's own client also needs the state
// machine to have come that far; a follower looks at its own.
func ReadyReads(s *raft.State) []raft.Read {
	var ready, left []raft.Read
	for _, read := range s.Reads {
		confirmed := read.Round == 0 || s.IsQuorum(read.Acks)
		if confirmed && (read.From != raft.None || s.LastApplied >= read.Index) {
			ready = append(ready, read)
		} else {
			left = append(left, read)
		}
	}
	if len(ready) > 0 {
		s.Reads = left
	}
	return ready
}

// ExtendLease gives a lease if a quorum answered (thesis §6.4.1). Those servers vote for nobody within the least
// election timeout after they heard from this leader, so no other leader can be elected; and since their clocks may run
// faster than this server's, the lease ends earlier. A leader that hands over tells another to be elected sooner than
// that, so it has no lease any more.
func ExtendLease(s *raft.State, acks raft.NodeSet, timeout raft.Duration, driftPermille int) raft.Duration {
	if s.Role != raft.Leader || s.Transferee != raft.None || !s.IsQuorum(acks) {
		return 0
	}
	return timeout * raft.Duration(1000-driftPermille) / 1000
}
