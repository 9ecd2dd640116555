package campaign

import "raftlab/raft"

// StartElection makes this server a candidate, and gives the
// request for the others (Figure 2, Rules for Candidates;
// §5.2). It is called when the wait of a follower or a
// candidate is over.
//
// It may change s. What it changes is saved before the request
// leaves, the caller sends the request to all other servers,
// and the caller also sets the election timer.
//
// What you need is on s and its Log:
//
//	s.ID, s.CurrentTerm, s.Role (raft.Candidate), s.Leader
//	(raft.None is nobody)
//	s.VotedFor      whom this server votes for in CurrentTerm
//	s.VotesGranted  who votes for this server: a set of servers,
//	                for you to keep
//	raft.SetOf(id)  a set with one server
//	s.Log.LastIndex(), s.Log.LastTerm()
//	    both 0 for an empty log
//	s.Majority()    how many servers are a majority
//	s.BecomeLeader() makes this server the leader of CurrentTerm
//
// A raft.RequestVote has the fields Term, CandidateID,
// LastLogIndex and LastLogTerm.
func StartElection(s *raft.State) raft.RequestVote {
	panic(raft.TODO) // your turn
}

// HandleRequestVoteReply digests a voter's answer (Figure 2,
// Rules for Candidates and for All Servers; §5.2). It is called
// for each reply, whatever role this server has by then. A
// reply may be late, and may come twice.
//
// What you need besides:
//
//	reply.Term, reply.VoteGranted
//	s.VotesGranted.Add(from), s.VotesGranted.Len()
//	s.BecomeFollower(term, raft.None)
//	    adopts a later term, and forgets the vote of the old one
//
// A new leader's first entry and heartbeats are the caller's to
// send.
func HandleRequestVoteReply(
	s *raft.State, from raft.NodeID,
	reply raft.RequestVoteReply,
) {
	panic(raft.TODO) // your turn
}
