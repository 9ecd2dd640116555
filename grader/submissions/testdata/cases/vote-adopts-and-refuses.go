// want liveness: would grant the vote if it were asked once more
package vote

import "raftlab/raft"

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
		return raft.RequestVoteReply{Term: s.CurrentTerm}
	}
	refused := raft.RequestVoteReply{Term: s.CurrentTerm}
	if req.Term < s.CurrentTerm || s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
		return refused
	}
	if req.LastLogTerm < s.Log.LastTerm() || req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex < s.Log.LastIndex() {
		return refused
	}
	s.VotedFor = req.CandidateID
	return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
}
