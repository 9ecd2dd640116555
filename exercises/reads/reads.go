package reads

import "raftlab/raft"

// BeginRead notes a read, and reports whether it could begin
// (§8; thesis §6.4). It is called on a leader only. If the read
// cannot begin now, note nothing: the caller tries again after
// its next step.
//
// The read comes with three fields:
//
//	read.Request  its number
//	read.From     the follower that asks for one of its clients,
//	              raft.None for a client of this server
//	read.Lease    whether the reader is content with a lease
//
// You set three more:
//
//	read.Index  how far this server must have applied before it
//	            answers
//	read.Round  the first round of heartbeats that confirms the
//	            read; 0 if it needs none
//	read.Acks   the servers that have answered that round, or a
//	            later one: a raft.NodeSet
//
// What you need is on s:
//
//	s.Reads        the reads that have begun and are not
//	               answered, for you to keep
//	s.CurrentTerm, s.CommitIndex
//	s.Log.Term(i)  the term of entry i, 0 if there is none
//	s.Round        the round of heartbeats that was sent last.
//	               The caller counts the rounds, and sends the
//	               next one when a read waits for it.
//	s.Lease        true while this leader has a lease. The
//	               caller sets and clears it, so you need no
//	               clock.
//	raft.SetOf(s.ID) a set with this server
func BeginRead(s *raft.State, read raft.Read) (began bool) {
	panic(raft.TODO) // your turn
}

// ConfirmReads digests an answer: a server has followed this
// leader when it got that round of heartbeats. It is called on
// a leader only, for answers of its term. An answer may be
// late, and may come twice. When the caller sends a round, it
// also calls ConfirmReads for this server itself.
//
// What you need besides:
//
//	s.Reads[i].Acks.Add(from)  puts a server into the set of a
//	                           read
func ConfirmReads(
	s *raft.State, from raft.NodeID, round uint64,
) {
	panic(raft.TODO) // your turn
}

// ReadyReads takes those reads out of s.Reads that may be
// answered now, and returns them. It is called on a leader, at
// the end of each step. The caller answers its own clients from
// the state machine, as it is now. To a follower it sends
// read.Index, and the follower waits until it has applied that
// itself.
//
// What you need besides:
//
//	s.IsQuorum(set)  whether the servers of a set are a majority
//	                 of those that vote
//	s.LastApplied    how far this server's state machine is
func ReadyReads(s *raft.State) []raft.Read {
	panic(raft.TODO) // your turn
}

// ExtendLease says how long a lease lasts, counted from the
// moment at which a round of heartbeats was sent (thesis
// §6.4.1). It is called on a leader. Acks are the servers that
// have answered the round, this one among them. 0 is no lease.
// It changes nothing on s.
//
// What you need besides:
//
//	timeout        the least election timeout. Each voter that
//	               answered votes for nobody else for that long,
//	               by its own clock.
//	driftPermille  how slow a clock may be: while another clock
//	               counts 1000 ms, it counts 1000 -
//	               driftPermille
//	s.Transferee   the server that this leader hands over to;
//	               raft.None for nobody
func ExtendLease(
	s *raft.State, acks raft.NodeSet, timeout raft.Duration,
	driftPermille int,
) raft.Duration {
	panic(raft.TODO) // your turn
}
