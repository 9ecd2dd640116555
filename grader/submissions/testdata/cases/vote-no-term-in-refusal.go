// want liveness: The reply's term is wrong: it says 0, and S1 is in term 4
package vote

import "raftlab/raft"

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	var reply raft.RequestVoteReply
	if req.Term < s.CurrentTerm {
		reply.Term = s.CurrentTerm
		return reply
	}
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	if s.VotedFor == raft.None || s.VotedFor == req.CandidateID {
		if s.Log.LastIndex() == 0 || req.LastLogTerm > s.Log.LastTerm() ||
			req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex >= s.Log.LastIndex() {
			s.VotedFor = req.CandidateID
			reply.Term = s.CurrentTerm
			reply.VoteGranted = true
		}
	}
	return reply
}
