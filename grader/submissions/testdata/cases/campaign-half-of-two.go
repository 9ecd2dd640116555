// want safety: leads already. A majority of 2 is 2
package campaign

import "raftlab/raft"

func StartElection(s *raft.State) raft.RequestVote {
	s.CurrentTerm++
	s.Role = raft.Candidate
	s.Leader = raft.None
	s.VotedFor = s.ID
	s.VotesGranted = raft.SetOf(s.ID)
	count(s)
	return raft.RequestVote{Term: s.CurrentTerm, CandidateID: s.ID, LastLogIndex: s.Log.LastIndex(), LastLogTerm: s.Log.LastTerm()}
}

func count(s *raft.State) {
	others := len(s.Servers) - 1
	if s.VotesGranted.Len() < others+1/2 {
		return
	}
	s.BecomeLeader()
}

func HandleRequestVoteReply(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	if reply.VoteGranted && reply.Term == s.CurrentTerm && s.Role == raft.Candidate {
		s.VotesGranted.Add(from)
		count(s)
	}
}
