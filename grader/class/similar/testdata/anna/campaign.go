package campaign

import "raftlab/raft"

// StartElection begins an election of its own term.
func StartElection(s *raft.State) raft.RequestVote {
	s.Role, s.Leader = raft.Candidate, raft.None
	s.CurrentTerm++
	s.VotedFor, s.VotesGranted = s.ID, raft.SetOf(s.ID)
	ask := raft.RequestVote{Term: s.CurrentTerm, CandidateID: s.ID}
	ask.LastLogTerm = s.Log.LastTerm()
	ask.LastLogIndex = s.Log.LastIndex()
	if hasWon(s) {
		s.BecomeLeader()
	}
	return ask
}

// HandleRequestVoteReply takes one answer.
func HandleRequestVoteReply(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	switch {
	case reply.Term > s.CurrentTerm:
		s.BecomeFollower(reply.Term, raft.None)
	case reply.Term == s.CurrentTerm && reply.VoteGranted && s.Role == raft.Candidate:
		s.VotesGranted.Add(from)
		if hasWon(s) {
			s.BecomeLeader()
		}
	}
}

func hasWon(s *raft.State) bool {
	votes := s.VotesGranted.Len()
	return votes >= s.Majority()
}
