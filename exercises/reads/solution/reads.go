package solution

import "raftlab/raft"

// BeginRead notes a read, and reports whether it could begin (§8; thesis §6.4).
func BeginRead(s *raft.State, read raft.Read) (began bool) {
	// Task 1: without an entry of its own term, a leader does not know how far its predecessors have committed.
	if s.Log.Term(s.CommitIndex) != s.CurrentTerm {
		return false
	}
	// The index comes first, and the round that confirms it is sent later.
	read.Index = s.CommitIndex
	read.Round = s.Round + 1
	read.Acks = raft.SetOf(s.ID)
	// A lease stands for a round, for readers that trust clocks.
	if read.Lease && s.Lease {
		read.Round = 0
	}
	s.Reads = append(s.Reads, read)
	return true
}

// ConfirmReads digests an answer to a round of heartbeats (thesis §6.4).
func ConfirmReads(s *raft.State, from raft.NodeID, round uint64) {
	// Task 2: an answer to a round that was sent before the read began says nothing about it.
	for i := range s.Reads {
		if round >= s.Reads[i].Round {
			s.Reads[i].Acks.Add(from)
		}
	}
}

// ReadyReads takes out the reads that may be answered now (thesis §6.4).
func ReadyReads(s *raft.State) []raft.Read {
	// Task 3: the leader is confirmed, and its own state machine has come far enough. A follower looks at its own.
	var ready, waiting []raft.Read
	for _, read := range s.Reads {
		confirmed := read.Round == 0 || s.IsQuorum(read.Acks)
		applied := read.From != raft.None || s.LastApplied >= read.Index
		if confirmed && applied {
			ready = append(ready, read)
		} else {
			waiting = append(waiting, read)
		}
	}
	s.Reads = waiting
	return ready
}

// ExtendLease says how long a lease lasts (thesis §6.4.1).
func ExtendLease(s *raft.State, acks raft.NodeSet, timeout raft.Duration, driftPermille int) raft.Duration {
	// Task 4: a majority keeps silent, unless this leader itself tells another one to stand.
	if s.Transferee != raft.None || !s.IsQuorum(acks) {
		return 0
	}
	// This clock may be the slow one.
	return timeout * raft.Duration(1000-driftPermille) / 1000
}
