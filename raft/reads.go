package raft

// Reads that do not go through the log (§8, thesis §6.4): a leader notes how far it has committed, makes sure that it
// still leads, and answers from its state machine once that is applied.

// Heartbeat is a round of heartbeats of its own, by which a leader makes sure that it still leads. It has a number,
// so that an answer to an earlier round cannot be taken for one to this.
type Heartbeat struct {
	Term     Term
	LeaderID NodeID
	Round    uint64
}

// HeartbeatReply answers Heartbeat. Term is the follower's: a later one deposes the leader.
type HeartbeatReply struct {
	Term  Term
	Round uint64
}

// ReadIndex is a follower's question to its leader: up to which index must I have applied, to answer this read? Lease
// says that the leader's lease is enough.
type ReadIndex struct {
	Term    Term
	Request RequestID
	Lease   bool
}

// ReadIndexReply answers ReadIndex. Without Known, the server asked does not lead, or no longer.
type ReadIndexReply struct {
	Term    Term
	Request RequestID
	Known   bool
	Index   Index
}

// MessageTerm is the leader's term.
func (m Heartbeat) MessageTerm() Term { return m.Term }

// MessageTerm is the follower's term.
func (m HeartbeatReply) MessageTerm() Term { return m.Term }

// MessageTerm is the follower's term.
func (m ReadIndex) MessageTerm() Term { return m.Term }

// MessageTerm is the term of the server that was asked.
func (m ReadIndexReply) MessageTerm() Term { return m.Term }

// Read is a read that a leader has begun and not answered.
type Read struct {
	Request RequestID
	// From is the follower that asks for one of its own clients, None for a client of this server.
	From NodeID
	// Lease says that the reader is content with the leader's lease.
	Lease bool
	// Index is how far this server must have applied before it answers.
	Index Index
	// Round is the first round of heartbeats that confirms the read, 0 if a lease did. Acks are the servers that
	// answered that round, or a later one.
	Round uint64
	Acks  NodeSet
}

// Reads are the rules of reads that do not go through the log.
type Reads struct {
	// BeginRead notes a read of a leader, and reports whether it could begin. If not, the Node tries again after the
	// next step (thesis §6.4).
	BeginRead func(s *State, read Read) (began bool)
	// ConfirmReads notes that a server answered a round of heartbeats of this term.
	ConfirmReads func(s *State, from NodeID, round uint64)
	// ReadyReads takes out the reads that may be answered now.
	ReadyReads func(s *State) []Read
	// ExtendLease is how long a lease lasts that acks give, from the moment at which their round was sent; 0 is no
	// lease. Timeout is the least election timeout, drift how far clocks may differ, in thousandths (thesis §6.4.1).
	ExtendLease func(s *State, acks NodeSet, timeout Duration, driftPermille int) Duration
}
