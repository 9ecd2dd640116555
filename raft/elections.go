package raft

// The messages of elections that do not disturb, and of a leader that hands over. They are kinds of their own, so that
// the RPCs of Figure 2 stay as they are.

// PreVote asks whether a server would vote for the candidate, before it stands (thesis §9.6). It changes nothing at
// either end.
type PreVote struct {
	// Term is the term that the candidate would stand in: one above its own.
	Term        Term
	CandidateID NodeID
	// LastLogIndex and LastLogTerm show how up to date the candidate's log is (§5.4.1).
	LastLogIndex Index
	LastLogTerm  Term
}

// PreVoteReply answers PreVote. The Term of a grant is the request's, which is higher than the voter's own; that of a
// refusal is the voter's own, so that a candidate that is behind learns of it.
type PreVoteReply struct {
	Term    Term
	Granted bool
}

// TimeoutNow tells the target of a transfer to stand at once (thesis §3.10).
type TimeoutNow struct {
	Term     Term
	LeaderID NodeID
}

// TransferVote is the RequestVote of a server that its leader told to stand. Servers that know of a leader answer it
// all the same (thesis §4.2.3).
type TransferVote struct{ RequestVote }

// MessageTerm is the term that the candidate would stand in.
func (m PreVote) MessageTerm() Term { return m.Term }

// MessageTerm is the term that was asked for, or the term of a voter that refuses.
func (m PreVoteReply) MessageTerm() Term { return m.Term }

// MessageTerm is the leader's term.
func (m TimeoutNow) MessageTerm() Term { return m.Term }

// Elections are the rules of elections that do not disturb a leader that works, and of handing over on purpose. The
// Node calls each of them only where it is switched on.
type Elections struct {
	// StartPreVote makes this server a pre-candidate and returns the question for the others (thesis §9.6).
	StartPreVote func(s *State) PreVote
	// HandlePreVote answers a pre-candidate, and changes nothing (thesis §9.6).
	HandlePreVote func(s *State, req PreVote) PreVoteReply
	// HandlePreVoteReply counts a pre-vote. It reports whether this server may stand: then the Node calls
	// StartElection.
	HandlePreVoteReply func(s *State, from NodeID, reply PreVoteReply) (stand bool)
	// LeavesUnanswered reports whether this server ignores a RequestVote, because it knows of a leader that works.
	// Transfer says that this leader itself asked the candidate to stand (thesis §4.2.3).
	LeavesUnanswered func(s *State, req RequestVote, transfer bool) bool
	// CheckQuorum is called on a leader once in each least election timeout. It steps down if it has not heard from
	// a quorum since the last call (thesis §6.2).
	CheckQuorum func(s *State)
	// TransferTo reports whether the leader tells Transferee to stand now: it has the whole log (thesis §3.10).
	TransferTo func(s *State) (send bool)
}
