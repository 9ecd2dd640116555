package commit_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	commitstarter "raftlab/exercises/commit"
	commitsolution "raftlab/exercises/commit/solution"
	"raftlab/grader"
	"raftlab/grader/call"
	judge "raftlab/grader/judges/commit"
	"raftlab/grader/judges/judgetest"
	"raftlab/raft"
	"raftlab/raft/reference"
)

type commitRule = func(*raft.State)

func gradeCommit(exercise *call.Exercise, rule commitRule, schedules int) grader.Report {
	rules := reference.Rules()
	rules.AdvanceCommitIndex = rule
	return grader.Bind(exercise, rules).Grade(grader.Budget{FirstSeed: 1, Schedules: schedules})
}

func TestCommitSolutionPassesAndReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := gradeCommit(judge.Exercise(), commitsolution.AdvanceCommitIndex, 200)
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Greater(t, report.Calls, 4000)
}

func TestCommitStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	report := gradeCommit(judge.Exercise(), commitstarter.AdvanceCommitIndex, 200)
	assert.Equal(t, grader.Unfinished, report.Verdict)
	assert.Zero(t, report.Schedules)
}

func TestAPanicInCommitIsACrash(t *testing.T) {
	t.Parallel()
	report := gradeCommit(judge.Exercise(), func(s *raft.State) {
		match := slices.Clone(s.MatchIndex)
		s.CommitIndex = match[len(match)] // one past the last
	}, 10)
	assert.Equal(t, grader.Crash, report.Verdict)
	assert.Contains(t, report.Text(), "index out of range [6] with length 6")
}

// commitVariants are correct, each in its own way.
var commitVariants = map[string]commitRule{
	// N10: up instead of down, and past entries that cannot be counted.
	"up, with continue (N10)": func(s *raft.State) {
		for n := s.CommitIndex + 1; n <= s.Log.LastIndex(); n++ {
			if s.Log.Term(n) != s.CurrentTerm || haveEntry(s, n) < s.Majority() {
				continue
			}
			s.CommitIndex = n
		}
	},
	"down, with break (N10)": func(s *raft.State) {
		for n := s.Log.LastIndex(); n > s.CommitIndex && s.Log.Term(n) == s.CurrentTerm; n-- {
			if haveEntry(s, n) >= s.Majority() {
				s.CommitIndex = n
				break
			}
		}
	},
	"the middle of the sorted match indexes (N10)": func(s *raft.State) {
		match := slices.Clone(s.MatchIndex[1:])
		slices.Sort(match)
		if n := match[len(s.Servers)-s.Majority()]; n > s.CommitIndex && s.Log.Term(n) == s.CurrentTerm {
			s.CommitIndex = n
		}
	},
	// N4: hashicorp/raft asks for an index no lower than the first of its term, and compares no terms.
	"a floor at the first index of the term (N4)": func(s *raft.State) {
		floor := s.Log.LastIndex() + 1
		for floor > 1 && s.Log.Term(floor-1) == s.CurrentTerm {
			floor--
		}
		for n := s.Log.LastIndex(); n >= floor && n > s.CommitIndex; n-- {
			if haveEntry(s, n) >= s.Majority() {
				s.CommitIndex = n
				return
			}
		}
	},
	// N10: Figure 2 says "there exists an N", and the next answers bring the next ones.
	"the lowest N that Figure 2 describes, one a call (N10)": func(s *raft.State) {
		for n := s.CommitIndex + 1; n <= s.Log.LastIndex(); n++ {
			if s.Log.Term(n) == s.CurrentTerm && haveEntry(s, n) >= s.Majority() {
				s.CommitIndex = n
				return
			}
		}
	},
	"one by one towards the highest (N10)": func(s *raft.State) {
		for n := s.Log.LastIndex(); n > s.CommitIndex; n-- {
			if s.Log.Term(n) == s.CurrentTerm && haveEntry(s, n) >= s.Majority() {
				s.CommitIndex++
				return
			}
		}
	},
	"the leader is not looked up but taken for granted": func(s *raft.State) {
		for n := s.CommitIndex + 1; n <= s.Log.LastIndex(); n++ {
			copies := 1
			for _, id := range s.Servers {
				if id != s.ID && s.MatchIndex[id] >= n {
					copies++
				}
			}
			if 2*copies > len(s.Servers) && s.Log.Term(n) == s.CurrentTerm {
				s.CommitIndex = n
			}
		}
	},
	// A server that is alone may commit what it has, of whatever term: nobody else can overwrite it.
	"alone, it commits its whole log": func(s *raft.State) {
		if len(s.Servers) == 1 {
			s.CommitIndex = s.Log.LastIndex()
			return
		}
		reference.AdvanceCommitIndex(s)
	},
	"looks at the terms of what others have": func(s *raft.State) {
		n := s.Log.LastIndex()
		for ; n > s.CommitIndex; n-- {
			copies := 1
			for _, id := range s.Servers {
				if id != s.ID && s.MatchIndex[id] >= n && s.Log.Term(n) == s.CurrentTerm {
					copies++
				}
			}
			if copies >= s.Majority() {
				break
			}
		}
		s.CommitIndex = n
	},
	"alone, it takes one entry after the other": func(s *raft.State) {
		if len(s.Servers) == 1 && s.CommitIndex < s.Log.LastIndex() {
			s.CommitIndex++
			return
		}
		reference.AdvanceCommitIndex(s)
	},
	"counts with a histogram": func(s *raft.State) {
		ends := make([]int, s.Log.LastIndex()+1)
		for _, id := range s.Servers {
			ends[s.MatchIndex[id]]++
		}
		copies := 0
		for n := s.Log.LastIndex(); n > 0; n-- {
			if copies += ends[n]; 2*copies > len(s.Servers) {
				if s.Log.Term(n) == s.CurrentTerm {
					s.CommitIndex = max(s.CommitIndex, n)
				}
				return
			}
		}
	},
}

func haveEntry(s *raft.State, n raft.Index) int {
	copies := 0
	for _, id := range s.Servers {
		if s.MatchIndex[id] >= n {
			copies++
		}
	}
	return copies
}

func TestCommitAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range commitVariants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := gradeCommit(judge.Exercise(), variant, judgetest.Variants())
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

// This rule cannot have these rows of group C. C07 and C08: there are no learners and no changes of the cluster.
// C09: the durability of the leader's own entries is exercise persist. C10: the node calls the rule at each answer.
// C11: a commit index that an election resets is exercise campaign; this rule's form of it is in commitMistakes.
var commitCatalogue = []judgetest.Catalogued{
	// Random schedules need some 1,500 seeds for Figure 8, so the story must find it.
	{
		ID: "C01", Verdict: grader.Safety, Check: "Figure 8 (c): an entry of an earlier term on three of five",
		Drill: "Figure 8", Schedules: false,
	},
	{
		ID: "C02", Verdict: grader.Liveness,
		Check: "Figure 8 (e): an entry of the leader's own term on three of five", Drill: "Figure 8",
		Schedules: true,
	},
	{ID: "C03", Verdict: grader.Safety, Check: "half of four servers", Drill: "four servers, two and two",
		Schedules: true},
	{ID: "C04", Verdict: grader.Safety, Check: "two of five have the entry", Drill: "Figure 8", Schedules: true},
	// Schedules end with all servers up, so only a story with a server down finds it.
	{ID: "C05", Verdict: grader.Liveness, Check: "three of five have the entry", Drill: "one of three is down",
		Schedules: false},
	{ID: "C06", Verdict: grader.Liveness, Check: "three of five have the entry", Drill: "Figure 8", Schedules: true},
}

func TestCommitMutantsAreFound(t *testing.T) {
	t.Parallel()
	judgetest.EachFound(t, commitCatalogue, judge.Exercise)
}

func TestCommitLessonIsTrue(t *testing.T) {
	t.Parallel()
	judgetest.LessonShows(t, "c2", "commit-any-term", "leader-completeness")
}

// figure8 are words about Figure 8, which needs more than one server.
var figure8 = []string{"Figure 8", "earlier term"}

// commitReasons are wrong rules, and what their reports must say.
var commitReasons = map[string]struct {
	rule commitRule
	judgetest.Reason
}{
	"does nothing, and panics where no leader comes": {
		func(s *raft.State) {
			if s.MatchIndex[0] > 0 {
				panic("element 0")
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1, S2 and S3 have entry 2", Never: []string{"element 0"}},
	},
	"alone, it waits for others": {
		func(s *raft.State) {
			if len(s.Servers) > 1 {
				reference.AdvanceCommitIndex(s)
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 is alone, and is a majority by itself", Never: figure8},
	},
	"alone, it counts from 1": {
		func(s *raft.State) {
			if len(s.Servers) > 1 || s.CommitIndex > 0 {
				reference.AdvanceCommitIndex(s)
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 is alone, and is a majority by itself", Never: figure8},
	},
	"alone, it goes beyond its log": {
		func(s *raft.State) {
			if reference.AdvanceCommitIndex(s); len(s.Servers) == 1 {
				s.CommitIndex++
			}
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "An entry that nobody has", Never: figure8},
	},
	"commits whatever it has": {
		func(s *raft.State) { s.CommitIndex = s.Log.LastIndex() },
		judgetest.Reason{Verdict: grader.Safety, Says: "Only S1 and S2 have entry 2"},
	},
	"commits what one other server has, in its own term": {
		func(s *raft.State) {
			for n := s.CommitIndex + 1; n <= s.Log.LastIndex(); n++ {
				if s.Log.Term(n) == s.CurrentTerm && haveEntry(s, n) >= min(2, len(s.Servers)) {
					s.CommitIndex = n
				}
			}
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "Only S1 and S2 have entry 2", Never: figure8},
	},
	"forgets what it knows of the others": {
		func(s *raft.State) {
			reference.AdvanceCommitIndex(s)
			for _, id := range s.Servers[1:] {
				s.MatchIndex[id] = 0
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "moves CommitIndex and nothing else"},
	},
	"claims that all have what is committed": {
		func(s *raft.State) {
			reference.AdvanceCommitIndex(s)
			for _, id := range s.Servers {
				s.MatchIndex[id] = max(s.MatchIndex[id], s.CommitIndex)
			}
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "moves CommitIndex and nothing else"},
	},
}

func TestReportsSayWhatIsWrongWithACommit(t *testing.T) {
	t.Parallel()
	for name, wrong := range commitReasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Drills = nil // the sentences are about calls
			judgetest.Reads(t, gradeCommit(exercise, wrong.rule, 0), wrong.Reason)
		})
	}
}
