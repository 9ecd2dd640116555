// want safety: both elected leader of term
package campaign

import "raftlab/raft"

func StartElection(s *raft.State) raft.RequestVote {
	s.CurrentTerm++
	s.Role = raft.Candidate
	s.VotedFor = s.ID
	s.VotesGranted = raft.SetOf(s.ID)
	return raft.RequestVote{Term: s.CurrentTerm, CandidateID: s.ID, LastLogIndex: s.Log.LastIndex(), LastLogTerm: s.Log.LastTerm()}
}

func HandleRequestVoteReply(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	if reply.VoteGranted {
		s.VotesGranted.Add(from)
	}
	if s.VotesGranted.Len() >= s.Majority() {
		s.BecomeLeader()
	}
}
