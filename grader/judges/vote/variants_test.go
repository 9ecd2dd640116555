package vote_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/vote"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// voteVariants are correct, each in its own way. Of raft-bugs.md §15, all of them have N13. N8 (to adopt a later term
// and drop the message) holds for AppendEntries alone, whose sender asks again in the same term. N7 (to refuse for
// reasons of time) needs a clock, which this rule does not have. N12 and N15 belong to the timer and to membership.
var voteVariants = map[string]voteRule{
	"gives its vote again before it compares the logs": func(
		s *raft.State, req raft.RequestVote,
	) raft.RequestVoteReply {
		if req.Term == s.CurrentTerm && s.VotedFor == req.CandidateID {
			return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
		}
		return reference.HandleRequestVote(s, req)
	},
	"compares the logs for a free vote only": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		reply := raft.RequestVoteReply{Term: s.CurrentTerm}
		if req.Term == s.CurrentTerm && s.VotedFor == raft.None && correctLog(s, req) {
			s.VotedFor = req.CandidateID
		}
		reply.VoteGranted = req.Term == s.CurrentTerm && s.VotedFor == req.CandidateID
		return reply
	},
	"writes the vote that it has once more": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		vote := s.VotedFor
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
			vote = raft.None
		}
		if req.Term < s.CurrentTerm || vote != raft.None && vote != req.CandidateID ||
			vote == raft.None && !correctLog(s, req) {
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		s.VotedFor = req.CandidateID
		return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
	},
	// Whoever lacks a committed entry is behind anyway.
	"refuses a log that ends before what is committed": func(
		s *raft.State, req raft.RequestVote,
	) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		if req.LastLogIndex < s.CommitIndex {
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		return reference.HandleRequestVote(s, req)
	},
	"has no vote for others where its term is led already": func(
		s *raft.State, req raft.RequestVote,
	) raft.RequestVoteReply {
		if req.Term == s.CurrentTerm && s.Leader != raft.None {
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		return reference.HandleRequestVote(s, req)
	},
	"adopts the term and says no more": func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term > s.CurrentTerm {
			s.CurrentTerm, s.VotedFor, s.Role = req.Term, raft.None, raft.Follower
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

// voteReasons are wrong rules, and what their reports must say.
var voteReasons = map[string]struct {
	rule voteRule
	judgetest.Reason
}{
	"adopts a later term, and answers only the next time": {
		before(adopts),
		judgetest.Reason{Verdict: grader.Liveness, Says: "if it were asked once more"},
	},
	"adopts a later term, and refuses whoever brings it, unless it has not voted": {
		before(func(s *raft.State, req raft.RequestVote) bool { return s.VotedFor != raft.None && adopts(s, req) }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "A later term brings a new vote"},
	},
	"a leader steps down, and refuses": {
		before(func(s *raft.State, req raft.RequestVote) bool { return s.Role == raft.Leader && adopts(s, req) }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "if it were asked once more"},
	},
	"deaf while it knows a leader": {
		before(func(s *raft.State, _ raft.RequestVote) bool {
			return s.Role == raft.Follower && s.Leader != raft.None
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 must adopt it"},
	},
	"deaf while something waits to be applied": {
		before(func(s *raft.State, _ raft.RequestVote) bool { return s.LastApplied < s.CommitIndex }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 must adopt it"},
	},
	"deaf as a leader with followers": {
		before(func(s *raft.State, _ raft.RequestVote) bool { return s.Role == raft.Leader && s.MatchIndex[2] > 0 }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 must adopt it"},
	},
	"deaf as a candidate with votes": {
		before(func(s *raft.State, _ raft.RequestVote) bool { return s.VotesGranted.Len() > 1 }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 must adopt it"},
	},
	"compares what is committed instead of the logs' ends": {
		func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			if req.LastLogIndex >= s.CommitIndex {
				req.LastLogIndex, req.LastLogTerm = s.Log.LastIndex(), s.Log.LastTerm()
			}
			return reference.HandleRequestVote(s, req)
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "S2 lacks an entry that may be committed"},
	},
	"reads the vote before a later term clears it": {
		func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			free := s.VotedFor == raft.None || s.VotedFor == req.CandidateID
			if reply := reference.HandleRequestVote(s, req); free || !reply.VoteGranted {
				return reply
			}
			s.VotedFor = raft.None
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "A later term brings a new vote"},
	},
	"compares the candidate with the vote of the old term": {
		func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			taken := s.VotedFor != raft.None && s.VotedFor != req.CandidateID
			if req.Term > s.CurrentTerm {
				s.BecomeFollower(req.Term, raft.None)
			}
			if taken {
				return raft.RequestVoteReply{Term: s.CurrentTerm}
			}
			return reference.HandleRequestVote(s, req)
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "A later term brings a new vote"},
	},
	"refuses its own term": {
		before(func(s *raft.State, req raft.RequestVote) bool { return req.Term <= s.CurrentTerm }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "would vote for it in the next one"},
	},
	"refuses equal logs": {
		func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			adopts(s, req)
			if req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex == s.Log.LastIndex() {
				return raft.RequestVoteReply{Term: s.CurrentTerm}
			}
			return reference.HandleRequestVote(s, req)
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 refuses because of the logs"},
	},
	"puts the vote of the old term back": {
		func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			voted := s.VotedFor
			if req.Term > s.CurrentTerm {
				s.BecomeFollower(req.Term, raft.None)
				s.VotedFor = voted
			}
			return reference.HandleRequestVote(s, req)
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "A later term brings a new vote"},
	},
	"no term in a refusal": {
		answers(func(reply *raft.RequestVoteReply, _ raft.RequestVote) {
			if !reply.VoteGranted {
				reply.Term = 0
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "The reply's term is wrong: it says 0", Never: leads},
	},
	"no term in a grant": {
		answers(func(reply *raft.RequestVoteReply, _ raft.RequestVote) {
			if reply.VoteGranted {
				reply.Term = 0
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "The reply's term is wrong: it says 0", Never: leads},
	},
	"the term before in every reply": {
		answers(func(reply *raft.RequestVoteReply, _ raft.RequestVote) { reply.Term-- }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "The reply's term is wrong", Never: leads},
	},
	"one term too many in a refusal": {
		answers(func(reply *raft.RequestVoteReply, _ raft.RequestVote) {
			if !reply.VoteGranted {
				reply.Term++
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "a term that nobody is in", Never: leads},
	},
	"grants, and stores nothing": {
		after(func(s *raft.State, _ raft.RequestVote) { s.VotedFor = raft.None }),
		judgetest.Reason{Verdict: grader.Safety, Says: "A vote that is not stored is given again"},
	},
	"stores a vote that it refuses": {
		after(func(s *raft.State, req raft.RequestVote) {
			if s.VotedFor == raft.None {
				s.VotedFor = req.CandidateID
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 refuses, and votedFor is S2 all the same"},
	},
	"takes the candidate for its leader": {
		after(func(s *raft.State, req raft.RequestVote) {
			if s.Role == raft.Follower {
				s.Leader = req.CandidateID
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "Nothing says that S2 leads term"},
	},
	"steps down in its own term, too": {
		func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			if req.Term >= s.CurrentTerm {
				s.BecomeFollower(req.Term, raft.None)
			}
			return reference.HandleRequestVote(s, req)
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "is no reason to give up"},
	},
	"stays a leader in a later term": {
		func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			role := s.Role
			reply := reference.HandleRequestVote(s, req)
			s.Role = role
			return reply
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "which nobody elected"},
	},
	"commits what it has": {
		after(func(s *raft.State, _ raft.RequestVote) { s.CommitIndex = s.Log.LastIndex() }),
		judgetest.Reason{Verdict: grader.Safety, Says: "changes term, role and vote, and nothing else"},
	},
	"forgets what its followers have": {
		after(func(s *raft.State, _ raft.RequestVote) { clear(s.MatchIndex) }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "changes term, role and vote, and nothing else"},
	},
}

// leads are words about two leaders, which a wrong term in a reply elects never.
var leads = []string{"both", "could lead", "second leader"}

// adopts reports whether the request's term was later, and adopts it.
func adopts(s *raft.State, req raft.RequestVote) bool {
	later := req.Term > s.CurrentTerm
	if later {
		s.BecomeFollower(req.Term, raft.None)
	}
	return later
}

// before is a rule that refuses at once in some situation.
func before(refuses func(*raft.State, raft.RequestVote) bool) voteRule {
	return func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if refuses(s, req) {
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		return reference.HandleRequestVote(s, req)
	}
}

// after is a rule that changes something besides.
func after(changes func(*raft.State, raft.RequestVote)) voteRule {
	return func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		reply := reference.HandleRequestVote(s, req)
		changes(s, req)
		return reply
	}
}

// answers is a rule with another reply.
func answers(change func(*raft.RequestVoteReply, raft.RequestVote)) voteRule {
	return func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		reply := reference.HandleRequestVote(s, req)
		change(&reply, req)
		return reply
	}
}

func TestReportsSayWhatIsWrongWithAVote(t *testing.T) {
	t.Parallel()
	for name, wrong := range voteReasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Drills = nil // the sentences are about calls
			judgetest.Reads(t, gradeWith(exercise, wrong.rule, grader.Budget{}), wrong.Reason)
		})
	}
}

// TestAVoterThatRefusesEachLaterTermLeavesTwoServersWithoutALeader: with one of three down, the story shows it.
func TestAVoterThatRefusesEachLaterTermLeavesTwoServersWithoutALeader(t *testing.T) {
	t.Parallel()
	rules := reference.Rules()
	rules.HandleRequestVote = voteReasons["adopts a later term, and answers only the next time"].rule
	exercise := judge.Exercise()
	drill := exercise.Drills[len(exercise.Drills)-1]
	require.Equal(t, "one of three is down", drill.Name)
	finding := grader.PlayDrill(drill, exercise.Stage(rules, nil))
	require.NotNil(t, finding)
	assert.Equal(t, grader.Liveness, finding.Verdict)
}

func correctLog(s *raft.State, req raft.RequestVote) bool {
	term, index := s.Log.LastTerm(), s.Log.LastIndex()
	return req.LastLogTerm > term || req.LastLogTerm == term && req.LastLogIndex >= index
}
