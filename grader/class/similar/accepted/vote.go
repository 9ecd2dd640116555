package accepted

import "raftlab/raft"

func oneCondition(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if req.Term < s.CurrentTerm {
		return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: false}
	}
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	if (s.VotedFor == raft.None || s.VotedFor == req.CandidateID) &&
		(req.LastLogTerm > s.Log.LastTerm() ||
			(req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex >= s.Log.LastIndex())) {
		s.VotedFor = req.CandidateID
		return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
	}
	return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: false}
}

func namedConditions(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	reply := raft.RequestVoteReply{Term: s.CurrentTerm}
	if req.Term < s.CurrentTerm {
		return reply
	}
	canVote := s.VotedFor == raft.None || s.VotedFor == req.CandidateID
	upToDate := req.LastLogTerm > s.Log.LastTerm() ||
		req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex >= s.Log.LastIndex()
	if canVote && upToDate {
		s.VotedFor = req.CandidateID
		reply.VoteGranted = true
	}
	return reply
}

func helperForLogs(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	granted := false
	if req.Term == s.CurrentTerm && (s.VotedFor == raft.None || s.VotedFor == req.CandidateID) && isUpToDate(s, req) {
		s.VotedFor = req.CandidateID
		granted = true
	}
	return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: granted}
}

func isUpToDate(s *raft.State, req raft.RequestVote) bool {
	if req.LastLogTerm != s.Log.LastTerm() {
		return req.LastLogTerm > s.Log.LastTerm()
	}
	return req.LastLogIndex >= s.Log.LastIndex()
}
