package reference

import "raftlab/raft"

// StartElection makes this server a candidate (Figure 2, Candidates): a new term, its own vote, and RequestVote
// for all the others. In a cluster of one, its own vote is a majority.
func StartElection(s *raft.State) raft.RequestVote {
	s.CurrentTerm++
	s.Role = raft.Candidate
	s.Leader = raft.None
	s.VotedFor = s.ID
	s.VotesGranted = raft.SetOf(s.ID)
	if s.IsQuorum(s.VotesGranted) {
		s.BecomeLeader()
	}
	return raft.RequestVote{
		Term:         s.CurrentTerm,
		CandidateID:  s.ID,
		LastLogIndex: s.Log.LastIndex(),
		LastLogTerm:  s.Log.LastTerm(),
	}
}

// HandleRequestVoteReply counts a vote (Figure 2, Candidates): with votes from a majority, the
// candidate becomes the leader. A reply of another term belongs to another election, and a reply
// that comes after the election is over changes nothing (§5.2).
func HandleRequestVoteReply(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	if reply.Term < s.CurrentTerm || s.Role != raft.Candidate || !reply.VoteGranted {
		return
	}
	s.VotesGranted.Add(from)
	if s.IsQuorum(s.VotesGranted) {
		s.BecomeLeader()
	}
}
