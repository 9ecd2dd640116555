// want liveness: The term rose by 2
package campaign

import "raftlab/raft"

func StartElection(s *raft.State) raft.RequestVote {
	if s.Role == raft.Follower {
		s.CurrentTerm++
	}
	s.CurrentTerm++
	s.Role = raft.Candidate
	s.Leader = raft.None
	s.VotedFor = s.ID
	s.VotesGranted = raft.SetOf(s.ID)
	if s.VotesGranted.Len() >= s.Majority() {
		s.BecomeLeader()
	}
	return raft.RequestVote{Term: s.CurrentTerm, CandidateID: s.ID, LastLogIndex: s.Log.LastIndex(), LastLogTerm: s.Log.LastTerm()}
}

func HandleRequestVoteReply(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	if reply.Term < s.CurrentTerm || s.Role != raft.Candidate || !reply.VoteGranted {
		return
	}
	s.VotesGranted.Add(from)
	if s.VotesGranted.Len() >= s.Majority() {
		s.BecomeLeader()
	}
}
