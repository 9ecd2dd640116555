package raft

// Message is an RPC's request or its reply, on the way from one server to another. A request or a reply may be
// lost, late, doubled or out of order (§5.1).
type Message struct {
	From, To NodeID
	Body     Body
}

// Body is the content of a message: one of the types below.
type Body interface {
	// MessageTerm is the sender's term, which every message carries (§5.1).
	MessageTerm() Term
	kind() messageKind
}

// RequestVote is sent by candidates to gather votes (Figure 2, §5.2).
type RequestVote struct {
	Term        Term
	CandidateID NodeID
	// LastLogIndex and LastLogTerm show how up to date the candidate's log is (§5.4.1).
	LastLogIndex Index
	LastLogTerm  Term
}

// RequestVoteReply answers RequestVote. Term lets a candidate that is behind update itself.
type RequestVoteReply struct {
	Term        Term
	VoteGranted bool
}

// AppendEntries is sent by the leader to replicate entries, and without entries as a heartbeat
// (Figure 2, §5.3).
type AppendEntries struct {
	Term     Term
	LeaderID NodeID
	// PrevLogIndex and PrevLogTerm name the entry just before Entries. The follower must have it.
	PrevLogIndex Index
	PrevLogTerm  Term
	Entries      []Entry
	LeaderCommit Index
}

// AppendEntriesReply answers AppendEntries.
type AppendEntriesReply struct {
	Term    Term
	Success bool
	// MatchIndex is, after a success, the last index that the request proved equal: PrevLogIndex +
	// len(Entries). The leader must not compute it from its own state, which may have changed since.
	MatchIndex Index
	// ConflictTerm and ConflictIndex are, after a failure, the fast back-off of the end of §5.3: the term of
	// the follower's entry at PrevLogIndex (0 without one), and the first index of that term in its log
	// (without one, the first index that it lacks). Both may be 0, for no hint. ConflictIndex is never above
	// PrevLogIndex, so a leader may believe it.
	ConflictTerm  Term
	ConflictIndex Index
}

// MessageTerm is the candidate's term.
func (m RequestVote) MessageTerm() Term { return m.Term }

// MessageTerm is the voter's term.
func (m RequestVoteReply) MessageTerm() Term { return m.Term }

// MessageTerm is the leader's term.
func (m AppendEntries) MessageTerm() Term { return m.Term }

// MessageTerm is the follower's term.
func (m AppendEntriesReply) MessageTerm() Term { return m.Term }
