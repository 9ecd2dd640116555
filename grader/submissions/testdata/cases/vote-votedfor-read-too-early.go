// want liveness: its vote for S2, which belongs to term 4
package vote

import "raftlab/raft"

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	term, voted := s.CurrentTerm, s.VotedFor
	if req.Term < term {
		return raft.RequestVoteReply{Term: term}
	}
	if req.Term > term {
		s.BecomeFollower(req.Term, raft.None)
		term = req.Term
	}
	if voted != raft.None && voted != req.CandidateID {
		return raft.RequestVoteReply{Term: term}
	}
	if s.Log.LastTerm() < req.LastLogTerm || s.Log.LastTerm() == req.LastLogTerm && s.Log.LastIndex() <= req.LastLogIndex {
		s.VotedFor = req.CandidateID
		return raft.RequestVoteReply{Term: term, VoteGranted: true}
	}
	return raft.RequestVoteReply{Term: term}
}
