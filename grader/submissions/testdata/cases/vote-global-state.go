// want refused: a rule keeps nothing between two calls
package vote

import "raftlab/raft"

// votes is shared by all servers, as no five machines share anything.
var votes = map[raft.Term]raft.NodeID{}

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	reply := raft.RequestVoteReply{Term: s.CurrentTerm}
	if req.Term < s.CurrentTerm {
		return reply
	}
	if req.LastLogTerm < s.Log.LastTerm() || req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex < s.Log.LastIndex() {
		return reply
	}
	if s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
		return reply
	}
	votes[req.Term] = req.CandidateID
	s.VotedFor = req.CandidateID
	reply.VoteGranted = true
	return reply
}
