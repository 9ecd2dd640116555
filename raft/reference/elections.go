package reference

import "raftlab/raft"

// StartPreVote makes this server a pre-candidate (thesis §9.6): it asks whether others would vote for it, and raises
// no term before. It forgets the leader, since it heard nothing for a whole election timeout: otherwise two servers
// whose leader is gone would refuse each other for ever.
func StartPreVote(s *raft.State) raft.PreVote {
	s.Role = raft.PreCandidate
	s.Leader = raft.None
	s.Heard = false
	s.VotesGranted = 0
	s.PreVotes = raft.SetOf(s.ID)
	return raft.PreVote{
		Term:         s.CurrentTerm + 1,
		CandidateID:  s.ID,
		LastLogIndex: s.Log.LastIndex(),
		LastLogTerm:  s.Log.LastTerm(),
	}
}

// HandlePreVote answers a pre-candidate (thesis §9.6): yes, if this server would vote for it and knows of no leader
// that works. Nothing changes here, neither term nor vote: the candidate may never stand.
func HandlePreVote(s *raft.State, req raft.PreVote) raft.PreVoteReply {
	// A vote of the present term says nothing about a later one.
	free := req.Term > s.CurrentTerm ||
		req.Term == s.CurrentTerm && (s.VotedFor == raft.None || s.VotedFor == req.CandidateID)
	if s.Heard || !free || !logUpToDate(s, raft.RequestVote(req)) {
		return raft.PreVoteReply{Term: s.CurrentTerm}
	}
	// The term of the request tells the candidate which of its attempts this belongs to.
	return raft.PreVoteReply{Term: req.Term, Granted: true}
}

// HandlePreVoteReply counts a pre-vote (thesis §9.6): with a quorum of them, this server may stand. A refusal has the
// voter's own term, and a later one is adopted. A grant of another attempt is for another term, and a grant that comes
// after the attempt is over changes nothing.
func HandlePreVoteReply(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) (stand bool) {
	if !reply.Granted {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
		}
		return false
	}
	if s.Role != raft.PreCandidate || reply.Term != s.CurrentTerm+1 {
		return false
	}
	s.PreVotes.Add(from)
	return s.IsQuorum(s.PreVotes)
}

// LeavesUnanswered is the rule against servers that ask for votes though there is a leader (§6, thesis §4.2.3). Its
// term is not adopted either; otherwise nothing would be gained. A request of this term, or of an earlier one, deposes
// nobody and is answered. So is a request that the leader itself asked for.
func LeavesUnanswered(s *raft.State, req raft.RequestVote, transfer bool) bool {
	return s.Heard && !transfer && req.Term > s.CurrentTerm
}

// CheckQuorum lets a leader step down that has not heard from a quorum for a whole election timeout (thesis §6.2): it
// cannot commit anything, and clients that wait for it would wait for ever. The term stays, and with it the vote. The
// set begins again, so that each interval counts by itself.
func CheckQuorum(s *raft.State) {
	active := s.Active
	active.Add(s.ID)
	s.Active = 0
	if !s.IsQuorum(active) {
		s.BecomeFollower(s.CurrentTerm, raft.None)
	}
}

// TransferTo reports whether the server that the leadership is handed to has the whole log (thesis §3.10): only then
// can it win. The leader takes no new commands meanwhile, so this comes to be.
func TransferTo(s *raft.State) (send bool) {
	return s.Role == raft.Leader && s.Transferee != raft.None && s.MatchIndex[s.Transferee] == s.Log.LastIndex()
}
