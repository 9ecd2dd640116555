package vote

import "raftlab/raft"

// HandleRequestVote answers a candidate that asks this server
// for its vote (Figure 2, RequestVote RPC; §5.2, §5.4.1).
//
// It may change s: term, role and vote. The caller saves them
// before the reply leaves.
//
//	req.Term, req.CandidateID  who asks, in which term
//	req.LastLogIndex, req.LastLogTerm
//	    the candidate's last entry
//	s.CurrentTerm, s.VotedFor (raft.None is nobody)
//	s.BecomeFollower(term, raft.None)
//	    adopts a later term, and forgets the vote of the old one
//	s.Log.LastIndex(), s.Log.LastTerm()
//	    both 0 for an empty log
//
// A raft.RequestVoteReply has the fields Term and VoteGranted.
func HandleRequestVote(
	s *raft.State, req raft.RequestVote,
) raft.RequestVoteReply {
	panic(raft.TODO) // your turn
}
