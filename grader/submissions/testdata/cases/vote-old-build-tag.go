// want refused: a build tag
// +build ignore

package vote

import "raftlab/raft"

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
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
