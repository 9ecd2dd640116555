package vote

import "raftlab/raft"

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if s.CurrentTerm > req.Term {
		return no(s)
	}
	if s.CurrentTerm != req.Term {
		s.BecomeFollower(req.Term, raft.None)
	}
	if other := s.VotedFor; other != raft.None && other != req.CandidateID {
		return no(s)
	}
	myTerm := s.Log.LastTerm()
	if myTerm > req.LastLogTerm {
		return no(s)
	}
	if myTerm == req.LastLogTerm && s.Log.LastIndex() > req.LastLogIndex {
		return no(s)
	}
	s.VotedFor = req.CandidateID
	yes := no(s)
	yes.VoteGranted = true
	return yes
}

func no(s *raft.State) raft.RequestVoteReply { return raft.RequestVoteReply{Term: s.CurrentTerm} }
