// want pass
package vote

import "raftlab/raft"

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	reply := raft.RequestVoteReply{Term: s.CurrentTerm}
	switch {
	case req.Term < s.CurrentTerm:
		return reply
	case req.Term == s.CurrentTerm:
		if s.Role == raft.Leader {
			return reply
		}
		if s.VotedFor == req.CandidateID {
			reply.VoteGranted = true
			return reply
		}
		if s.VotedFor != raft.None {
			return reply
		}
	default:
		s.BecomeFollower(req.Term, raft.None)
		reply.Term = req.Term
	}
	if s.Log.LastTerm() > req.LastLogTerm || req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex < s.Log.LastIndex() {
		return reply
	}
	s.VotedFor = req.CandidateID
	reply.VoteGranted = true
	return reply
}
