package reference

import "raftlab/raft"

// HandleRequestVote answers a candidate that asks for this server's vote (Figure 2, RequestVote
// RPC; §5.2, §5.4.1).
func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	// Rules for all servers: a higher term is adopted first, and the server has a new vote in it.
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	// Rule 1: a candidate of an earlier term has missed an election.
	if req.Term < s.CurrentTerm {
		return raft.RequestVoteReply{Term: s.CurrentTerm}
	}
	// Rule 2: one vote a term, first come first served; the same candidate may ask again, since
	// the first reply may have been lost.
	free := s.VotedFor == raft.None || s.VotedFor == req.CandidateID
	if !free || !logUpToDate(s, req) {
		return raft.RequestVoteReply{Term: s.CurrentTerm}
	}
	s.VotedFor = req.CandidateID
	return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
}

// logUpToDate reports whether the candidate's log is at least as up to date as this server's: the later last
// term wins; with equal last terms, the longer log (§5.4.1). This check keeps every committed entry in every
// later leader's log (§5.4.3).
func logUpToDate(s *raft.State, req raft.RequestVote) bool {
	if req.LastLogTerm != s.Log.LastTerm() {
		return req.LastLogTerm > s.Log.LastTerm()
	}
	return req.LastLogIndex >= s.Log.LastIndex()
}
