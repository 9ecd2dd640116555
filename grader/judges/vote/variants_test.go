package vote_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// voteVariants are correct, each in its own way. Of raft-bugs.md §15, all of them have N13, and one has N8. N7 (to
// refuse for reasons of time) needs a clock, which this rule does not have. N12 and N15 belong to the timer and to
// membership.
var voteVariants = map[string]voteRule{
	"adopts a later term, and answers only the next time (N8)": func(
		s *raft.State, req raft.RequestVote,
	) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		return reference.HandleRequestVote(s, req)
	},
	"one condition for all": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		granted := req.Term == s.CurrentTerm && (s.VotedFor == raft.None || s.VotedFor == req.CandidateID) &&
			correctLog(s, req)
		if granted {
			s.VotedFor = req.CandidateID
		}
		return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: granted}
	},
	"refuses first, adopts afterwards": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		switch {
		case req.Term < s.CurrentTerm:
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		case req.Term == s.CurrentTerm && s.VotedFor != raft.None && s.VotedFor != req.CandidateID:
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		case req.Term > s.CurrentTerm:
			s.BecomeFollower(req.Term, raft.None)
		}
		if !correctLog(s, req) {
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		s.VotedFor = req.CandidateID
		return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
	},
	"steps down by hand": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.CurrentTerm, s.VotedFor, s.Role = req.Term, raft.None, raft.Follower
			s.Leader, s.VotesGranted, s.Awaiting = raft.None, 0, 0
		}
		return reference.HandleRequestVote(s, req)
	},
	"compares pairs of term and index": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		behind := func(term raft.Term, index raft.Index, otherTerm raft.Term, otherIndex raft.Index) bool {
			return term < otherTerm || term == otherTerm && index < otherIndex
		}
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		reply := raft.RequestVoteReply{Term: s.CurrentTerm}
		if req.Term < s.CurrentTerm || behind(req.LastLogTerm, req.LastLogIndex, s.Log.LastTerm(), s.Log.LastIndex()) {
			return reply
		}
		if s.VotedFor == raft.None {
			s.VotedFor = req.CandidateID
		}
		reply.VoteGranted = s.VotedFor == req.CandidateID
		return reply
	},
	"looks at the last entry itself": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		var last raft.Entry
		if n := s.Log.LastIndex(); n > 0 {
			last = s.Log.Entry(n)
		}
		upToDate := req.LastLogTerm > last.Term || req.LastLogTerm == last.Term && req.LastLogIndex >= s.Log.LastIndex()
		if req.Term < s.CurrentTerm || !upToDate || s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		s.VotedFor = req.CandidateID
		return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
	},
}

func TestVoteAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, rule := range voteVariants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := gradeVote(rule, grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

func TestVoteReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := gradeVote(reference.HandleRequestVote, grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
}

// voteCareless are the mistakes of a learner who read the lesson too fast.
var voteCareless = map[string]voteRule{
	// "Adopt the term" was read as "take over the number".
	"adopts-only-the-number": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.CurrentTerm = req.Term
		}
		return reference.HandleRequestVote(s, req)
	},
	// The vote is stored, but the reply does not grant it.
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

func correctLog(s *raft.State, req raft.RequestVote) bool {
	term, index := s.Log.LastTerm(), s.Log.LastIndex()
	return req.LastLogTerm > term || req.LastLogTerm == term && req.LastLogIndex >= index
}
