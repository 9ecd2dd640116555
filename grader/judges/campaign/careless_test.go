package campaign_test

import (
	"testing"

	"raftlab/exercises/campaign/solution"
	"raftlab/grader"
	judge "raftlab/grader/judges/campaign"
	"raftlab/grader/judges/judgetest"
	"raftlab/raft"
)

// campaignCareless are the mistakes of a learner who read the lesson too fast.
var campaignCareless = map[string]campaignRules{
	// Every reply counts as a vote.
	"campaign-counts-refusals": {digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
			return
		}
		if s.Role == raft.Candidate && reply.Term == s.CurrentTerm {
			s.VotesGranted.Add(from)
			if s.VotesGranted.Len() >= s.Majority() {
				s.BecomeLeader()
			}
		}
	}},
	// Its own vote is added to VotesGranted, which still has the votes of the election before.
	"campaign-adds-its-vote": {start: func(s *raft.State) raft.RequestVote {
		s.CurrentTerm++
		s.Role = raft.Candidate
		s.VotedFor = s.ID
		s.VotesGranted.Add(s.ID)
		if s.VotesGranted.Len() >= s.Majority() {
			s.BecomeLeader()
		}
		return raft.RequestVote{
			Term: s.CurrentTerm, CandidateID: s.ID, LastLogIndex: s.Log.LastIndex(), LastLogTerm: s.Log.LastTerm(),
		}
	}},
	// A leader gets its role, and no nextIndex and matchIndex.
	"campaign-role-only": {digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
			return
		}
		if s.Role != raft.Candidate || reply.Term != s.CurrentTerm || !reply.VoteGranted {
			return
		}
		s.VotesGranted.Add(from)
		if s.VotesGranted.Len() >= s.Majority() {
			s.Role = raft.Leader
		}
	}},
	// The request is made before the term is raised.
	"campaign-asks-first": {start: func(s *raft.State) raft.RequestVote {
		req := raft.RequestVote{
			Term: s.CurrentTerm, CandidateID: s.ID, LastLogIndex: s.Log.LastIndex(), LastLogTerm: s.Log.LastTerm(),
		}
		standAlone(s)
		return req
	}},
	// The votes are in a variable of the package, which all servers share.
	"campaign-shares-votes": sharesVotes(),
	// The term of the last entry is taken to be the server's own.
	"campaign-asks-with-its-term": {start: func(s *raft.State) raft.RequestVote {
		req := standAlone(s)
		req.LastLogTerm = s.CurrentTerm
		return req
	}},
	// A refusal is taken for the end of the election.
	"campaign-gives-up-when-refused": {digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		if !reply.VoteGranted {
			s.BecomeFollower(max(reply.Term, s.CurrentTerm), raft.None)
			return
		}
		solution.HandleRequestVoteReply(s, from, reply)
	}},
	// "At least a majority" became "more than a majority".
	"campaign-wants-one-more": {start: standAlone, digest: count(
		func(s *raft.State) bool { return s.VotesGranted.Len() > s.Majority() }, (*raft.State).BecomeLeader)},
	// Only a follower's election is over. Each vote that comes late makes the leader a leader again.
	"campaign-wins-again": {digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
			return
		}
		if s.Role == raft.Follower || reply.Term < s.CurrentTerm || !reply.VoteGranted {
			return
		}
		if s.VotesGranted.Add(from); s.VotesGranted.Len() >= s.Majority() {
			s.BecomeLeader()
		}
	}},
	// It steps down for a later term, and stays in its own.
	"campaign-steps-down-in-its-own-term": {digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(s.CurrentTerm, raft.None)
			return
		}
		solution.HandleRequestVoteReply(s, from, reply)
	}},
}

func sharesVotes() campaignRules {
	votes := map[raft.NodeID]bool{}
	return campaignRules{
		start: func(s *raft.State) raft.RequestVote {
			clear(votes)
			votes[s.ID] = true
			return standAlone(s)
		},
		digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
			if reply.Term > s.CurrentTerm {
				s.BecomeFollower(reply.Term, raft.None)
			}
			if reply.Term != s.CurrentTerm || s.Role != raft.Candidate || !reply.VoteGranted {
				return
			}
			votes[from] = true
			if len(votes) >= s.Majority() {
				s.BecomeLeader()
			}
		},
	}
}

func TestCampaignReportsToCarelessLearners(t *testing.T) {
	t.Parallel()
	for name, rules := range campaignCareless {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			judgetest.Golden(t, name+".txt",
				rules.grade(judge.Exercise(), grader.Budget{FirstSeed: 1, Schedules: 20}))
		})
	}
}

// campaignReasons are wrong rules, and what their reports must say.
var campaignReasons = map[string]struct {
	campaignRules
	judgetest.Reason
}{
	"the term rises by two": {
		started(func(s *raft.State, req *raft.RequestVote) { s.CurrentTerm, req.Term = s.CurrentTerm+1, req.Term+1 }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "The term rose by 2, from 3 to 5"},
	},
	"the term rises by two for a follower only": {
		campaignRules{start: func(s *raft.State) raft.RequestVote {
			if s.Role == raft.Follower {
				s.CurrentTerm++
			}
			return standAlone(s)
		}},
		judgetest.Reason{Verdict: grader.Liveness, Says: "The term rose by 2, from 3 to 5"},
	},
	"the term rises by three in the second election": {
		campaignRules{start: func(s *raft.State) raft.RequestVote {
			if s.Role == raft.Candidate {
				s.CurrentTerm += 2
			}
			return standAlone(s)
		}},
		judgetest.Reason{Verdict: grader.Liveness, Says: "The term rose by 3, from 4 to 7"},
	},
	"the term does not rise": {
		campaignRules{start: func(s *raft.State) raft.RequestVote {
			s.CurrentTerm--
			return standAlone(s)
		}},
		judgetest.Reason{Verdict: grader.Safety, Says: "in which it may have voted already"},
	},
	"asks in a term ahead of its own": {
		started(func(_ *raft.State, req *raft.RequestVote) { req.Term++ }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 asks for votes of term 5"},
	},
	"asks for another": {
		started(func(_ *raft.State, req *raft.RequestVote) { req.CandidateID = 2 }),
		judgetest.Reason{Verdict: grader.Safety, Says: "the server that the request names, which is S2"},
	},
	"claims a longer log": {
		started(func(_ *raft.State, req *raft.RequestVote) { req.LastLogIndex++ }),
		judgetest.Reason{Verdict: grader.Safety, Says: "The request claims a log that ends with 4/3"},
	},
	"claims a shorter log": {
		started(func(_ *raft.State, req *raft.RequestVote) { req.LastLogTerm = 0 }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "take S1 to be behind"},
	},
	"leads before anybody has answered": {
		started(func(s *raft.State, _ *raft.RequestVote) { s.BecomeLeader() }),
		judgetest.Reason{Verdict: grader.Safety, Says: "it has its own vote, and leads already"},
	},
	"one vote of two is enough": {
		started(func(s *raft.State, _ *raft.RequestVote) {
			if len(s.Servers) == 2 {
				s.BecomeLeader()
			}
		}),
		judgetest.Reason{Verdict: grader.Safety, Says: "A majority of 2 is 2"},
	},
	"as many votes as others are enough": {
		campaignRules{start: standAloneOr(others), digest: count(others, (*raft.State).BecomeLeader)},
		judgetest.Reason{Verdict: grader.Safety, Says: "A majority of 2 is 2"},
	},
	"half is enough, rounded up": {
		campaignRules{start: standAloneOr(half), digest: count(half, (*raft.State).BecomeLeader)},
		judgetest.Reason{Verdict: grader.Safety, Says: "A majority of 2 is 2"},
	},
	"votes for itself in the term that a reply brings": {
		campaignRules{digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
			solution.HandleRequestVoteReply(s, from, reply)
			if s.Role == raft.Follower && s.VotedFor == raft.None {
				s.VotedFor = s.ID
			}
		}},
		judgetest.Reason{Verdict: grader.Liveness, Says: "Nobody else could get its vote there"},
	},
}

// others and half are wrong majorities. In a cluster of two, one vote is enough for both.
func others(s *raft.State) bool { return s.VotesGranted.Len() >= max(len(s.Servers)-1, 1) }

func half(s *raft.State) bool { return s.VotesGranted.Len() >= (len(s.Servers)+1)/2 }

// standAloneOr leads at once if its own vote is enough.
func standAloneOr(enough func(*raft.State) bool) func(*raft.State) raft.RequestVote {
	return func(s *raft.State) raft.RequestVote {
		req := stand(s)
		if enough(s) {
			s.BecomeLeader()
		}
		return req
	}
}

// started is a StartElection that goes wrong at its end.
func started(wrong func(s *raft.State, req *raft.RequestVote)) campaignRules {
	return campaignRules{start: func(s *raft.State) raft.RequestVote {
		req := standAlone(s)
		wrong(s, &req)
		return req
	}}
}

func TestReportsSayWhatIsWrongWithACampaign(t *testing.T) {
	t.Parallel()
	for name, wrong := range campaignReasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Drills = nil // the sentences are about calls
			judgetest.Reads(t, wrong.grade(exercise, grader.Budget{}), wrong.Reason)
		})
	}
}
