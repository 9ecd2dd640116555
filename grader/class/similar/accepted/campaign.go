package accepted

import "raftlab/raft"

func startInline(s *raft.State) raft.RequestVote {
	s.CurrentTerm++
	s.Role = raft.Candidate
	s.VotedFor = s.ID
	s.Leader = raft.None
	s.VotesGranted = raft.SetOf(s.ID)
	if s.VotesGranted.Len() >= s.Majority() {
		s.BecomeLeader()
	}
	return raft.RequestVote{
		Term:         s.CurrentTerm,
		CandidateID:  s.ID,
		LastLogIndex: s.Log.LastIndex(),
		LastLogTerm:  s.Log.LastTerm(),
	}
}

func countInline(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	if reply.Term < s.CurrentTerm {
		return
	}
	if s.Role != raft.Candidate {
		return
	}
	if !reply.VoteGranted {
		return
	}
	s.VotesGranted.Add(from)
	if s.VotesGranted.Len() >= s.Majority() {
		s.BecomeLeader()
	}
}

func countNested(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	if s.Role == raft.Candidate && reply.Term == s.CurrentTerm && reply.VoteGranted {
		s.VotesGranted.Add(from)
		if s.VotesGranted.Len() > len(s.Servers)/2 {
			s.BecomeLeader()
		}
	}
}
