package append_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	judge "raftlab/grader/judges/append"
	"raftlab/grader/judges/judgetest"
	"raftlab/raft"
	"raftlab/raft/reference"
)

type appendRule = func(*raft.State, raft.AppendEntries) raft.AppendEntriesReply

func gradeAppend(rule appendRule, budget grader.Budget) grader.Report {
	rules := reference.Rules()
	rules.HandleAppendEntries = rule
	return grader.Bind(judge.Exercise(), rules).Grade(budget)
}

// appendPieces is the rule in pieces. Each correct variant replaces one; a nil piece is Figure 2's.
type appendPieces struct {
	adopt  func(s *raft.State, req raft.AppendEntries) (refuse bool)
	refuse func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply
	store  func(s *raft.State, req raft.AppendEntries)
	// known is the index up to which the log is known to be the leader's.
	known func(s *raft.State, req raft.AppendEntries) raft.Index
}

func (p appendPieces) rule(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	if req.Term < s.CurrentTerm {
		return raft.AppendEntriesReply{Term: s.CurrentTerm}
	}
	if p.adopt == nil {
		s.BecomeFollower(req.Term, req.LeaderID)
	} else if p.adopt(s, req) {
		return raft.AppendEntriesReply{Term: s.CurrentTerm}
	}
	if req.PrevLogIndex > s.Log.LastIndex() || s.Log.Term(req.PrevLogIndex) != req.PrevLogTerm {
		if p.refuse != nil {
			return p.refuse(s, req)
		}
		return raft.AppendEntriesReply{Term: s.CurrentTerm}
	}
	if p.store == nil {
		p.store = storeEachEntry
	}
	p.store(s, req)
	if p.known == nil {
		p.known = lastNewIndex
	}
	known := p.known(s, req)
	if commit := min(req.LeaderCommit, known); commit > s.CommitIndex {
		s.CommitIndex = commit
	}
	return raft.AppendEntriesReply{Term: s.CurrentTerm, Success: true, MatchIndex: known}
}

func lastNewIndex(_ *raft.State, req raft.AppendEntries) raft.Index {
	return req.PrevLogIndex + raft.Index(len(req.Entries))
}

func storeEachEntry(s *raft.State, req raft.AppendEntries) {
	for i, entry := range req.Entries {
		index := req.PrevLogIndex + raft.Index(i) + 1
		if s.Log.LastIndex() >= index && s.Log.Entry(index).Term != entry.Term {
			s.Log.TruncateFrom(index)
		}
		if s.Log.LastIndex() < index {
			s.Log.Append(entry)
		}
	}
}

// appendVariants are correct, each in its own way. The items are from the catalogue's list of correct variants.
var appendVariants = map[string]appendRule{
	"a refusal without a hint (N9)":        appendPieces{}.rule,
	"one step back (N9)":                   appendPieces{refuse: oneStepBack}.rule,
	"the length of the log as a hint (N9)": appendPieces{refuse: hintLogEnd}.rule,
	"behind the commit index (N9)":         appendPieces{refuse: hintCommit}.rule,
	"no hint but a term (N9)":              appendPieces{refuse: hintTerm}.rule,
	"back to the start (N9)":               appendPieces{refuse: hintStart}.rule,
	"an equal suffix is rewritten when there is a conflict or a gap (N1)": appendPieces{store: rewriteSuffix}.rule,
	"from the end backwards":                               appendPieces{store: storeBackwards}.rule,
	"steps down, and refuses (N8)":                         appendPieces{adopt: adoptAndRefuse}.rule,
	"a candidate steps down, and refuses (N8)":             appendPieces{adopt: concedeAndRefuse}.rule,
	"a candidate takes its own vote back (N2)":             appendPieces{adopt: withdrawVote}.rule,
	"votes for whoever leads":                              appendPieces{adopt: voteForLeader}.rule,
	"steps down by hand":                                   appendPieces{adopt: adoptByHand}.rule,
	"learns the leader only from what it accepts":          learnLeaderLate,
	"commits and reports as far as it can know (N5)":       appendPieces{known: lastOfLeader}.rule,
	"what is committed here counts as a match":             appendPieces{known: atLeastCommitted}.rule,
	"a refusal takes what cannot be the leader's along":    appendPieces{refuse: cutAtRefusal}.rule,
	"a refusal commits what it can know all the same":      appendPieces{refuse: commitAtRefusal}.rule,
	"heartbeats have a way of their own":                   heartbeatFirst,
	"never looks at what is committed already (A19 guard)": appendPieces{store: skipCommitted}.rule,
}

func oneStepBack(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictIndex: req.PrevLogIndex}
}

func hintLogEnd(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	return raft.AppendEntriesReply{
		Term: s.CurrentTerm, ConflictIndex: min(req.PrevLogIndex, s.Log.LastIndex()+1),
		MatchIndex: s.Log.LastIndex(),
	}
}

func hintCommit(s *raft.State, _ raft.AppendEntries) raft.AppendEntriesReply {
	return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictIndex: s.CommitIndex + 1}
}

func hintTerm(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictTerm: s.Log.Term(req.PrevLogIndex)}
}

func hintStart(s *raft.State, _ raft.AppendEntries) raft.AppendEntriesReply {
	return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictIndex: 1}
}

// rewriteSuffix first looks for a conflict, and then replaces all entries after prevLogIndex, equal or not.
func rewriteSuffix(s *raft.State, req raft.AppendEntries) {
	for i, entry := range req.Entries {
		if s.Log.Term(req.PrevLogIndex+raft.Index(i)+1) != entry.Term {
			s.Log.TruncateFrom(req.PrevLogIndex + 1)
			s.Log.Append(req.Entries...)
			return
		}
	}
}

// storeBackwards looks for the last entry that both logs have. By Log Matching, all entries before it are equal.
func storeBackwards(s *raft.State, req raft.AppendEntries) {
	equal := len(req.Entries)
	for equal > 0 && s.Log.Term(req.PrevLogIndex+raft.Index(equal)) != req.Entries[equal-1].Term {
		equal--
	}
	if equal < len(req.Entries) {
		s.Log.TruncateFrom(req.PrevLogIndex + raft.Index(equal) + 1)
		s.Log.Append(req.Entries[equal:]...)
	}
}

func skipCommitted(s *raft.State, req raft.AppendEntries) {
	entries, prev := req.Entries, req.PrevLogIndex
	for len(entries) > 0 && prev < s.CommitIndex {
		entries, prev = entries[1:], prev+1
	}
	storeEachEntry(s, raft.AppendEntries{PrevLogIndex: prev, Entries: entries})
}

func adoptAndRefuse(s *raft.State, req raft.AppendEntries) bool {
	later := req.Term > s.CurrentTerm
	s.BecomeFollower(req.Term, raft.None)
	if !later {
		s.Leader = req.LeaderID
	}
	return later
}

func concedeAndRefuse(s *raft.State, req raft.AppendEntries) bool {
	candidate := s.Role == raft.Candidate
	s.BecomeFollower(req.Term, req.LeaderID)
	return candidate
}

func withdrawVote(s *raft.State, req raft.AppendEntries) bool {
	if s.Role == raft.Candidate {
		s.VotedFor = raft.None
	}
	s.BecomeFollower(req.Term, req.LeaderID)
	return false
}

func voteForLeader(s *raft.State, req raft.AppendEntries) bool {
	s.BecomeFollower(req.Term, req.LeaderID)
	s.VotedFor = req.LeaderID
	return false
}

func adoptByHand(s *raft.State, req raft.AppendEntries) bool {
	if s.CurrentTerm != req.Term {
		s.CurrentTerm, s.VotedFor = req.Term, raft.None
	}
	s.Role, s.Leader = raft.Follower, req.LeaderID
	return false
}

func learnLeaderLate(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	if req.Term > s.CurrentTerm || req.Term == s.CurrentTerm && s.Role == raft.Candidate {
		s.BecomeFollower(req.Term, raft.None)
	}
	leader := s.Leader
	reply := reference.HandleAppendEntries(s, req)
	if !reply.Success {
		s.Leader = leader
	}
	return reply
}

// lastOfLeader: the leader sent the entries of its own term, and the entries before them are its own too.
func lastOfLeader(s *raft.State, req raft.AppendEntries) raft.Index {
	if s.Log.LastTerm() == req.Term {
		return s.Log.LastIndex()
	}
	return lastNewIndex(s, req)
}

// atLeastCommitted: every later leader has the committed entries (Leader Completeness).
func atLeastCommitted(s *raft.State, req raft.AppendEntries) raft.Index {
	return max(s.CommitIndex, lastNewIndex(s, req))
}

func cutAtRefusal(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	s.Log.TruncateFrom(req.PrevLogIndex)
	for s.Log.LastTerm() > req.PrevLogTerm {
		s.Log.TruncateFrom(s.Log.LastIndex())
	}
	return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictIndex: s.Log.LastIndex() + 1}
}

// commitAtRefusal: the leader sent the entries of its own term, and the entries before them are its own too.
func commitAtRefusal(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	for i := s.Log.LastIndex(); i > s.CommitIndex; i-- {
		if s.Log.Term(i) == req.Term && i <= req.LeaderCommit {
			s.CommitIndex = i
		}
	}
	return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictIndex: min(req.PrevLogIndex, s.Log.LastIndex()+1)}
}

// heartbeatFirst handles messages without entries separately.
func heartbeatFirst(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	reply := raft.AppendEntriesReply{Term: s.CurrentTerm}
	switch {
	case req.Term < s.CurrentTerm:
		return reply
	case req.Term > s.CurrentTerm:
		s.BecomeFollower(req.Term, req.LeaderID)
		reply.Term = req.Term
	case s.Role == raft.Candidate:
		s.BecomeFollower(req.Term, req.LeaderID)
	}
	s.Leader = req.LeaderID
	if req.PrevLogIndex > 0 &&
		(req.PrevLogIndex > s.Log.LastIndex() || s.Log.Entry(req.PrevLogIndex).Term != req.PrevLogTerm) {
		reply.ConflictIndex = req.PrevLogIndex
		return reply
	}
	reply.Success = true
	reply.MatchIndex = req.PrevLogIndex
	if len(req.Entries) > 0 {
		storeBackwards(s, req)
		reply.MatchIndex += raft.Index(len(req.Entries))
	}
	s.CommitIndex = max(s.CommitIndex, min(req.LeaderCommit, reply.MatchIndex))
	return reply
}

// appendThorough are the variants that differ most. They play all schedules, the others 40.
var appendThorough = []string{
	"a refusal without a hint (N9)", "an equal suffix is rewritten when there is a conflict or a gap (N1)",
	"from the end backwards",
	"steps down, and refuses (N8)", "a candidate takes its own vote back (N2)",
	"commits and reports as far as it can know (N5)",
	"a refusal takes what cannot be the leader's along",
}

func TestAppendAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range appendVariants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			budget := grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()}
			if !slices.Contains(appendThorough, name) && judgetest.Variants() == judgetest.FewVariants {
				budget.Schedules = 40
			}
			report := gradeAppend(variant, budget)
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

// appendReasons are wrong rules, and what their reports must say.
var appendReasons = map[string]struct {
	rule appendRule
	judgetest.Reason
}{
	"refuses its own term": {
		func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
			if req.Term <= s.CurrentTerm {
				return raft.AppendEntriesReply{Term: s.CurrentTerm}
			}
			return reference.HandleAppendEntries(s, req)
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "which is its own"},
	},
	"takes an entry at the log's end only": {
		func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
			if req.Term == s.CurrentTerm && req.PrevLogIndex != s.Log.LastIndex() {
				return raft.AppendEntriesReply{Term: s.CurrentTerm}
			}
			return reference.HandleAppendEntries(s, req)
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "goes on behind prevLogIndex"},
	},
	"never says that it accepts": {
		changes(func(_ *raft.State, _ raft.Index, _ raft.AppendEntries, reply *raft.AppendEntriesReply) {
			reply.Success, reply.MatchIndex = false, 0
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "Success is not set"},
	},
	"commits entries of the leader's term only": {
		changes(func(s *raft.State, before raft.Index, _ raft.AppendEntries, _ *raft.AppendEntriesReply) {
			if s.Log.Term(s.CommitIndex) != s.CurrentTerm {
				s.CommitIndex = before
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 commits too little"},
	},
	"commits one entry less than it may": {
		changes(func(s *raft.State, before raft.Index, _ raft.AppendEntries, _ *raft.AppendEntriesReply) {
			s.CommitIndex = max(before, s.CommitIndex-min(s.CommitIndex, 1))
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 commits too little"},
	},
	"commits only with entries": {
		changes(func(s *raft.State, before raft.Index, req raft.AppendEntries, _ *raft.AppendEntriesReply) {
			if len(req.Entries) == 0 {
				s.CommitIndex = before
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 commits too little"},
	},
	"a refusal cuts the log at what is committed": {
		appendPieces{refuse: func(s *raft.State, _ raft.AppendEntries) raft.AppendEntriesReply {
			s.Log.TruncateFrom(s.CommitIndex + 1)
			return raft.AppendEntriesReply{Term: s.CurrentTerm}
		}}.rule,
		judgetest.Reason{Verdict: grader.Safety, Says: "refused, and yet S1 removed"},
	},
	"a refusal cuts one entry too many": {
		appendPieces{refuse: func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
			if at := min(req.PrevLogIndex, s.Log.LastIndex()); at > 1 {
				s.Log.TruncateFrom(at - 1)
			}
			return raft.AppendEntriesReply{Term: s.CurrentTerm}
		}}.rule,
		judgetest.Reason{Verdict: grader.Safety, Says: "refused, and yet S1 removed"},
	},
	"a refusal of a gap cuts the last entry": {
		appendPieces{refuse: func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
			if last := s.Log.LastIndex(); last > 0 && req.PrevLogIndex > last {
				s.Log.TruncateFrom(last)
			}
			return raft.AppendEntriesReply{Term: s.CurrentTerm}
		}}.rule,
		judgetest.Reason{Verdict: grader.Safety, Says: "refused, and yet S1 removed"},
	},
	"a refusal takes what it brought": {
		appendPieces{refuse: func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
			s.Log.Append(req.Entries...)
			return raft.AppendEntriesReply{Term: s.CurrentTerm}
		}}.rule,
		judgetest.Reason{Verdict: grader.Safety, Says: "refused, and yet S1's log has other entries"},
	},
	"hints behind the log's end": {
		appendPieces{refuse: func(s *raft.State, _ raft.AppendEntries) raft.AppendEntriesReply {
			return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictIndex: s.Log.LastIndex() + 1}
		}}.rule,
		judgetest.Reason{Verdict: grader.Liveness, Says: "The refusal's hint is wrong: ConflictIndex is"},
	},
	"hints at the term of its last entry": {
		appendPieces{refuse: func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
			return raft.AppendEntriesReply{
				Term: s.CurrentTerm, ConflictIndex: min(req.PrevLogIndex, s.Log.LastIndex()),
				ConflictTerm: s.Log.LastTerm(),
			}
		}}.rule,
		judgetest.Reason{Verdict: grader.Liveness, Says: "The refusal's hint is wrong: ConflictTerm is"},
	},
	"answers without a term": {
		changes(func(_ *raft.State, _ raft.Index, _ raft.AppendEntries, reply *raft.AppendEntriesReply) {
			reply.Term = 0
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "The reply's term is wrong: it says 0"},
	},
	"answers an old leader with the leader's term": {
		changes(func(_ *raft.State, _ raft.Index, req raft.AppendEntries, reply *raft.AppendEntriesReply) {
			reply.Term = req.Term
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "the old leader learns that it is deposed"},
	},
}

// changes is the rule with something wrong at its end. Before is the commit index before the call.
func changes(
	wrong func(s *raft.State, before raft.Index, req raft.AppendEntries, reply *raft.AppendEntriesReply),
) appendRule {
	return func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		before := s.CommitIndex
		reply := reference.HandleAppendEntries(s, req)
		wrong(s, before, req, &reply)
		return reply
	}
}

func TestReportsSayWhatIsWrongWithAnAppend(t *testing.T) {
	t.Parallel()
	for name, wrong := range appendReasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules := reference.Rules()
			rules.HandleAppendEntries = wrong.rule
			exercise := judge.Exercise()
			exercise.Drills = nil // the sentences are about calls
			judgetest.Reads(t, grader.Bind(exercise, rules).Grade(grader.Budget{}), wrong.Reason)
		})
	}
}
