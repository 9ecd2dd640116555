// want refused: a rule keeps nothing between two calls
package vote

import "raftlab/raft"

var bomb = [1 << 30]byte{1<<30 - 1: 1}

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	_ = bomb[req.Term]
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	reply := raft.RequestVoteReply{Term: s.CurrentTerm}
	if req.Term < s.CurrentTerm || s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
		return reply
	}
	if req.LastLogTerm < s.Log.LastTerm() || req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex < s.Log.LastIndex() {
		return reply
	}
	s.VotedFor = req.CandidateID
	reply.VoteGranted = true
	return reply
}
