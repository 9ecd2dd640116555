package raft

// StartElection makes this server a candidate (Figure 2, Candidates): a new term, its own vote,
// and RequestVote for all the others. A cluster of one has its majority already.
func StartElection(s *State) RequestVote {
	s.CurrentTerm++
	s.Role = Candidate
	s.Leader = None
	s.VotedFor = s.ID
	s.VotesGranted = SetOf(s.ID)
	if s.VotesGranted.Len() >= s.Majority() {
		s.BecomeLeader()
	}
	return RequestVote{
		Term:         s.CurrentTerm,
		CandidateID:  s.ID,
		LastLogIndex: s.Log.LastIndex(),
		LastLogTerm:  s.Log.LastTerm(),
	}
}

// HandleRequestVoteReply counts a vote (Figure 2, Candidates): with votes from a majority, the
// candidate becomes the leader. A reply of another term belongs to another election, and a reply
// that comes after the election is over changes nothing (§5.2).
func HandleRequestVoteReply(s *State, from NodeID, reply RequestVoteReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, None)
		return
	}
	if reply.Term < s.CurrentTerm || s.Role != Candidate || !reply.VoteGranted {
		return
	}
	s.VotesGranted.Add(from)
	if s.VotesGranted.Len() >= s.Majority() {
		s.BecomeLeader()
	}
}
