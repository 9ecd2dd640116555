package campaign_test

import (
	"testing"

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
