package solution

import "raftlab/raft"

// StartElection makes this server a candidate and gives the request for the others (Figure 2, Rules for
// Candidates; §5.2).
func StartElection(s *raft.State) raft.RequestVote {
	// Task 1: a new term, a candidate, and its own vote. Votes of an election before are of another
	// term, so they are forgotten.
	s.CurrentTerm++
	s.Role = raft.Candidate
	s.Leader = raft.None
	s.VotedFor = s.ID
	s.VotesGranted = raft.SetOf(s.ID)
	// Task 3: a server that is alone has its majority already.
	leadWithMajority(s)
	// Task 2: who asks, in which term, and how its log ends.
	return raft.RequestVote{
		Term:         s.CurrentTerm,
		CandidateID:  s.ID,
		LastLogIndex: s.Log.LastIndex(),
		LastLogTerm:  s.Log.LastTerm(),
	}
}

// HandleRequestVoteReply counts a vote (Figure 2, Rules for Candidates; §5.2).
func HandleRequestVoteReply(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	// Task 4: a later term ends the candidacy, and any other role, too.
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	// Task 5: a reply of an earlier election, or one that comes when this election is over, is not
	// counted; nor is a refusal.
	if reply.Term < s.CurrentTerm || s.Role != raft.Candidate || !reply.VoteGranted {
		return
	}
	// Task 6: a set, not a number: a reply that arrives twice is one vote.
	s.VotesGranted.Add(from)
	leadWithMajority(s)
}

// leadWithMajority makes a candidate the leader once more than half of the servers voted for it.
func leadWithMajority(s *raft.State) {
	if s.VotesGranted.Len() >= s.Majority() {
		s.BecomeLeader()
	}
}
