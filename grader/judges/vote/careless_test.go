package vote_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// voteCareless are the mistakes of a learner who read the lesson too fast.
var voteCareless = map[string]voteRule{
	// "Adopt the term" was read as "take over the number".
	"adopts-only-the-number": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.CurrentTerm = req.Term
		}
		return reference.HandleRequestVote(s, req)
	},
	// The reply says the request's term back.
	"answers-with-the-requests-term": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		reply := reference.HandleRequestVote(s, req)
		reply.Term = req.Term
		return reply
	},
	// "The later term wins" was taken for the candidate's own term.
	"compares-the-candidates-term": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		req.LastLogTerm = req.Term
		return reference.HandleRequestVote(s, req)
	},
	// The vote is given, and not written down.
	"forgets-its-vote": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		free := s.VotedFor == raft.None || s.VotedFor == req.CandidateID
		granted := req.Term == s.CurrentTerm && free && correctLog(s, req)
		return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: granted}
	},
	// The reply is begun before the later term is adopted, and has the old one.
	"answers-before-it-adopts": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		reply := raft.RequestVoteReply{Term: s.CurrentTerm}
		if req.Term < s.CurrentTerm {
			return reply
		}
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		if (s.VotedFor == raft.None || s.VotedFor == req.CandidateID) && correctLog(s, req) {
			s.VotedFor, reply.VoteGranted = req.CandidateID, true
		}
		return reply
	},
	// "Adopt the term" was taken for all that a later term asks for.
	"stops-after-adopting": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		return reference.HandleRequestVote(s, req)
	},
	// The index is compared first, and the term only between equal ones.
	"mixes-up-index-and-term": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		reply := raft.RequestVoteReply{Term: s.CurrentTerm}
		if req.Term < s.CurrentTerm || s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
			return reply
		}
		index, term := s.Log.LastIndex(), s.Log.LastTerm()
		if req.LastLogIndex > index || req.LastLogIndex == index && req.LastLogTerm >= term {
			s.VotedFor, reply.VoteGranted = req.CandidateID, true
		}
		return reply
	},
	// "Below currentTerm" became "not above it".
	"has-no-vote-in-its-own-term": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term <= s.CurrentTerm {
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		return reference.HandleRequestVote(s, req)
	},
	// "Its own vote is for nobody else" was taken for "its own vote is free".
	"gives-its-own-vote-away": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		reply := raft.RequestVoteReply{Term: s.CurrentTerm}
		taken := s.VotedFor != raft.None && s.VotedFor != req.CandidateID && s.VotedFor != s.ID
		if req.Term < s.CurrentTerm || taken || !correctLog(s, req) {
			return reply
		}
		s.VotedFor, reply.VoteGranted = req.CandidateID, true
		return reply
	},
	// The vote is written down before the logs are compared, and stays when the comparison fails.
	"stores-before-it-compares": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		reply := raft.RequestVoteReply{Term: s.CurrentTerm}
		if req.Term < s.CurrentTerm || s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
			return reply
		}
		s.VotedFor = req.CandidateID
		reply.VoteGranted = correctLog(s, req)
		return reply
	},
}

// TestReportsOnCarelessVotesHelp: people have read the reports in testdata.
func TestReportsOnCarelessVotesHelp(t *testing.T) {
	t.Parallel()
	for name, rule := range voteCareless {
		report := gradeVote(rule, grader.DefaultBudget())
		assert.NotEqual(t, grader.Pass, report.Verdict, name)
		judgetest.Golden(t, "vote-"+name+".txt", report)
	}
}
