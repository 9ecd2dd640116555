package campaign

import "raftlab/raft"

func StartElection(s *raft.State) raft.RequestVote {
	term := s.CurrentTerm + 1
	s.BecomeFollower(term, raft.None)
	s.VotedFor = s.ID
	s.Role = raft.Candidate
	var voters raft.NodeSet
	voters.Add(s.ID)
	s.VotesGranted = voters
	last := s.Log.LastIndex()
	if len(s.Servers) == 1 {
		s.BecomeLeader()
	}
	return raft.RequestVote{term, s.ID, last, s.Log.Term(last)}
}

func HandleRequestVoteReply(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	if s.CurrentTerm < reply.Term {
		s.BecomeFollower(reply.Term, raft.None)
	}
	if !reply.VoteGranted {
		return
	}
	if s.Role != raft.Candidate {
		return
	}
	if reply.Term != s.CurrentTerm {
		return
	}
	s.VotesGranted.Add(from)
	if 2*s.VotesGranted.Len() > len(s.Servers) {
		s.BecomeLeader()
	}
}
