package vote

import "raftlab/raft"

// HandleRequestVote decides in four steps.
func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	answer := raft.RequestVoteReply{}
	switch {
	case req.Term < s.CurrentTerm:
		answer.Term = s.CurrentTerm
		return answer
	case req.Term > s.CurrentTerm:
		s.BecomeFollower(req.Term, raft.None)
	}
	answer.Term = s.CurrentTerm
	free := s.VotedFor == raft.None || s.VotedFor == req.CandidateID
	if free && goodEnough(s, req.LastLogTerm, req.LastLogIndex) {
		s.VotedFor = req.CandidateID
		answer.VoteGranted = true
	}
	return answer
}

func goodEnough(s *raft.State, term raft.Term, index raft.Index) bool {
	mine := s.Log.LastTerm()
	if term != mine {
		return term > mine
	}
	return index >= s.Log.LastIndex()
}
