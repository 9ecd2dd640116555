// want liveness: S1 must adopt it, whoever asks
package vote

import "raftlab/raft"

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	refused := raft.RequestVoteReply{Term: s.CurrentTerm}
	if req.Term < s.CurrentTerm || s.Role == raft.Follower && s.Leader != raft.None {
		return refused
	}
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
		refused.Term = req.Term
	}
	if s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
		return refused
	}
	if req.LastLogTerm < s.Log.LastTerm() || req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex < s.Log.LastIndex() {
		return refused
	}
	s.VotedFor = req.CandidateID
	return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
}
