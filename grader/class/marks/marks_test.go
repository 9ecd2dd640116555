package marks_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/marks"
	"raftlab/grader/judges"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// graded is the report of rules of an exercise, which change the right ones.
func graded(t *testing.T, id string, seed uint64, change func(*raft.Rules)) *grader.ReportJSON {
	t.Helper()
	for _, exercise := range judges.Figure2() {
		if exercise.ID != id {
			continue
		}
		rules := reference.Rules()
		change(&rules)
		report := grader.Bind(exercise, rules).Grade(grader.Budget{FirstSeed: seed, Schedules: 5}).JSON()
		// A report is kept as text.
		text, err := json.Marshal(report)
		require.NoError(t, err)
		var read grader.ReportJSON
		require.NoError(t, json.Unmarshal(text, &read))
		return &read
	}
	require.Fail(t, "no exercise "+id)
	return nil
}

// todo is a rule that is still to be written.
func todo() { panic(raft.TODO) }

func group(t *testing.T, m *class.Marks, id string) class.Group {
	t.Helper()
	for _, g := range m.Groups {
		if g.ID == id {
			return g
		}
	}
	require.Fail(t, "no group "+id)
	return class.Group{}
}

func TestTheGroupsAreTheTasksAndTheClusters(t *testing.T) {
	groups := marks.Groups("vote")
	require.Len(t, groups, 5)
	assert.Equal(t, class.Group{ID: "task-4", Title: "No vote for a log that is behind"}, groups[3])
	assert.Equal(t, marks.Clusters, groups[4].ID)
	assert.Nil(t, marks.Groups("votes"))
	spread := map[string]int{"task-1": 3, "task-2": 3, "task-3": 2, "task-4": 2, "clusters": 2}
	assert.Equal(t, spread, marks.Spread("vote", 12))
	assert.Empty(t, marks.Spread("votes", 12))
}

func TestAPassHasAllPoints(t *testing.T) {
	m := marks.Of(assigned("vote"), graded(t, "vote", 1, func(*raft.Rules) {}))
	assert.Equal(t, 10, m.Points)
	assert.Equal(t, 10, m.Of)
	assert.Nil(t, m.Cause)
	assert.Equal(t, "2 checks pass.", group(t, m, "task-2").Detail)
	assert.Equal(t, "Nothing breaks in the stories and in 5 random schedules.", group(t, m, marks.Clusters).Detail)
}

func TestAMistakeCostsItsGroupAndIsNamed(t *testing.T) {
	points := map[string]int{"task-1": 1, "task-2": 2, "task-4": 9, "clusters": 8}
	a := class.Assigned{ID: "vote", Points: 20, Groups: points}
	m := marks.Of(a, graded(t, "vote", 1, ignoresTheLog))
	assert.Equal(t, 11, m.Points)
	assert.Equal(t, 20, m.Of)
	lost := group(t, m, "task-4")
	assert.False(t, lost.Passed)
	assert.Equal(t, 0, lost.Points)
	assert.Contains(t, lost.Detail, "a later term, but a log that is behind: S1 must adopt term 6, but S2 lacks")
	adopts := group(t, m, "task-1")
	assert.True(t, adopts.Passed)
	assert.Equal(t, "task-4", adopts.Counted)
	assert.Equal(t, "What fails here has its cause in another group: No vote for a log that is behind.", adopts.Detail)
	assert.Equal(t, "task-4", group(t, m, marks.Clusters).Counted)
	require.NotNil(t, m.Cause)
	assert.Equal(t, 4, m.Cause.Task)
	assert.Equal(t, "The logs are not compared", m.Cause.Title)
	assert.Contains(t, m.Cause.Sentence, "S1 must adopt term 6")
	assert.Equal(t, "#/learn/a5-up-to-date", m.Cause.Lesson)
	assert.Contains(t, m.Cause.Place, "§5.4.1")
}

// ignoresTheLog and neverComparesLogs are the same mistake, written by two people.
func ignoresTheLog(rules *raft.Rules) {
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		req.LastLogTerm, req.LastLogIndex = 1<<40, 1<<40
		return reference.HandleRequestVote(s, req)
	}
}

func neverComparesLogs(rules *raft.Rules) {
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if s.CurrentTerm < req.Term {
			s.BecomeFollower(req.Term, raft.None)
		}
		grant := s.CurrentTerm == req.Term && (s.VotedFor == raft.None || s.VotedFor == req.CandidateID)
		if grant {
			s.VotedFor = req.CandidateID
		}
		return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: grant}
	}
}

// countsOldTerms and looksAtNoTerm are Figure 8, written by two people.
func countsOldTerms(rules *raft.Rules) {
	rules.AdvanceCommitIndex = func(s *raft.State) {
		for n := s.CommitIndex + 1; n <= s.Log.LastIndex(); n++ {
			copies := 1
			for _, server := range s.Servers {
				if server != s.ID && s.MatchIndex[server] >= n {
					copies++
				}
			}
			if 2*copies > len(s.Servers) {
				s.CommitIndex = n
			}
		}
	}
}

func looksAtNoTerm(rules *raft.Rules) {
	rules.AdvanceCommitIndex = func(s *raft.State) {
		for n := s.Log.LastIndex(); n > s.CommitIndex; n-- {
			behind := 0
			for _, server := range s.Servers {
				if server != s.ID && s.MatchIndex[server] < n {
					behind++
				}
			}
			if len(s.Servers)-behind >= s.Majority() {
				s.CommitIndex = n
				return
			}
		}
	}
}

func TestOneMistakeWrittenTwiceHasOneCause(t *testing.T) {
	for id, written := range map[string][2]func(*raft.Rules){
		"vote":   {ignoresTheLog, neverComparesLogs},
		"commit": {countsOldTerms, looksAtNoTerm},
	} {
		first := marks.Of(assigned(id), graded(t, id, 1, written[0]))
		second := marks.Of(assigned(id), graded(t, id, 5_000_000, written[1]))
		assert.Equal(t, first.Cause, second.Cause, id)
		assert.Equal(t, first.Groups, second.Groups, id)
		assert.Len(t, failing(first), 1, id)
	}
}

func TestTwoMistakesCostTwoGroups(t *testing.T) {
	m := marks.Of(assigned("vote"), graded(t, "vote", 1, func(rules *raft.Rules) {
		rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			if req.Term < s.CurrentTerm {
				return raft.RequestVoteReply{} // task 2: without the term
			}
			req.LastLogTerm, req.LastLogIndex = 1<<40, 1<<40 // task 4
			return reference.HandleRequestVote(s, req)
		}
	}))
	assert.Equal(t, []string{"task-2", "task-4"}, failing(m))
	assert.Equal(t, 4, m.Cause.Task, "the cause is that of the gravest")
	alone := marks.Of(assigned("vote"), graded(t, "vote", 1, ignoresTheLog))
	assert.Equal(t, alone.Cause.Key, m.Cause.Key, "the other mistake does not hide it")
}

func TestWrittenRulesCountInAnUnfinishedFile(t *testing.T) {
	report := graded(t, "replicate", 1, func(rules *raft.Rules) {
		rules.HandleAppendEntriesReply = func(*raft.State, raft.NodeID, raft.AppendEntriesReply) { todo() }
	})
	assert.Equal(t, grader.Unfinished, report.Verdict)
	m := marks.Of(assigned("replicate"), report)
	assert.Equal(t, []string{"task-3", "task-4", "task-5", "task-6", marks.Clusters}, failing(m))
	assert.Equal(t, "HandleAppendEntriesReply is still the starter's.", group(t, m, "task-3").Detail)
	assert.Equal(t, "A rule is still to be written", m.Cause.Title)

	// The written rule has a mistake, too.
	m = marks.Of(assigned("replicate"), graded(t, "replicate", 1, func(rules *raft.Rules) {
		rules.HandleAppendEntriesReply = func(*raft.State, raft.NodeID, raft.AppendEntriesReply) { todo() }
		rules.AppendEntriesTo = func(s *raft.State, to raft.NodeID, _ int) raft.AppendEntries {
			return reference.AppendEntriesTo(s, to, 1000)
		}
	}))
	assert.Equal(t, []string{"task-2", "task-3", "task-4", "task-5", "task-6", marks.Clusters}, failing(m))
	assert.Equal(t, 2, m.Cause.Task)
}

// TestAStarterHasNoPoints: nothing of it is written.
func TestAStarterHasNoPoints(t *testing.T) {
	for id, change := range map[string]func(*raft.Rules){
		"vote": func(rules *raft.Rules) {
			rules.HandleRequestVote = func(*raft.State, raft.RequestVote) raft.RequestVoteReply { panic(raft.TODO) }
		},
		"campaign": func(rules *raft.Rules) {
			rules.StartElection = func(*raft.State) raft.RequestVote { panic(raft.TODO) }
			rules.HandleRequestVoteReply = func(*raft.State, raft.NodeID, raft.RequestVoteReply) { todo() }
		},
	} {
		m := marks.Of(assigned(id), graded(t, id, 1, change))
		assert.Zero(t, m.Points, id)
		assert.Len(t, failing(m), len(marks.Groups(id)), id)
	}
}

// TestAPanicHidesWhatIsBehindIt: it is one mistake where something of a task passes, and nothing was shown elsewhere.
func TestAPanicHidesWhatIsBehindIt(t *testing.T) {
	m := marks.Of(assigned("vote"), graded(t, "vote", 1, func(rules *raft.Rules) {
		rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			if req.Term < s.CurrentTerm {
				return reference.HandleRequestVote(s, req)
			}
			panic("my own")
		}
	}))
	assert.Equal(t, []string{"task-1", "task-3", "task-4"}, failing(m))
	assert.Equal(t, "A rule panics", m.Cause.Title)

	everywhere := marks.Of(assigned("vote"), graded(t, "vote", 1, func(rules *raft.Rules) {
		rules.HandleRequestVote = func(*raft.State, raft.RequestVote) raft.RequestVoteReply { panic("my own") }
	}))
	assert.Zero(t, everywhere.Points)
	assert.Equal(t, "No task passes.", group(t, everywhere, marks.Clusters).Detail)
}

// notJudged is a report of a file of which no check was made.
func notJudged(verdict grader.Verdict, code, sentence string) *grader.ReportJSON {
	judge, _ := judges.Find("vote")
	report := &grader.ReportJSON{
		Exercise: "vote", Verdict: verdict, Checks: len(judge.Checks()),
		Findings: []grader.FindingJSON{{
			Verdict: verdict, Check: "the file can be judged", Code: code, Sentence: sentence, Line: 3,
		}},
	}
	for _, check := range judge.Checks() {
		report.Left = append(report.Left, check.Name)
	}
	return report
}

func TestAFileThatIsNotJudgedHasNoPointsAndAReason(t *testing.T) {
	for verdict, want := range map[grader.Verdict]string{
		grader.Compile: "The file does not compile: undefined: x", grader.Refused: "The file is refused: undefined: x",
		grader.Crash: "undefined: x",
	} {
		m := marks.Of(assigned("vote"), notJudged(verdict, "code", "undefined: x"))
		assert.Equal(t, 0, m.Points)
		assert.Equal(t, 10, m.Of)
		for _, g := range m.Groups {
			assert.False(t, g.Passed)
			assert.Equal(t, want, g.Detail)
		}
		assert.NotEmpty(t, m.Cause.Title)
		assert.Equal(t, "line 3", m.Cause.Case)
		again := marks.Of(assigned("vote"), notJudged(verdict, "code", "undefined: y"))
		assert.Equal(t, m.Cause.Key, again.Cause.Key, "the names are the learner's")
		other := marks.Of(assigned("vote"), notJudged(verdict, "code", "x declared and not used"))
		assert.NotEqual(t, m.Cause.Key, other.Cause.Key)
	}
}

func TestAFailureOfThisMachineHasNoMarks(t *testing.T) {
	assert.Nil(t, marks.Of(assigned("vote"), notJudged(grader.Infrastructure, "grader.unable", "no Go")))
	assert.Nil(t, marks.Of(assigned("vote"), nil))
	none := marks.None(assigned("vote"), "Nothing was handed in.\x1b[31m")
	assert.Zero(t, none.Points)
	assert.Equal(t, 10, none.Of)
	assert.Equal(t, "Nothing was handed in. [31m", none.Groups[0].Detail)
	assert.Nil(t, none.Cause)
}

// TestWhatOnlyAScheduleShowsIsOfClusters: no call and no story says which task it is about.
func TestWhatOnlyAScheduleShowsIsOfClusters(t *testing.T) {
	report := &grader.ReportJSON{Exercise: "vote", Verdict: grader.Safety, Findings: []grader.FindingJSON{{
		Verdict: grader.Safety, Check: "Election Safety", Code: "election-safety.two-leaders", Sentence: "Two.",
		Property: "election-safety", Seed: 9_000_000, Task: 3, Smallest: "servers 3\ncrash S1\n",
	}}}
	m := marks.Of(assigned("vote"), report)
	assert.Equal(t, []string{marks.Clusters}, failing(m))
	assert.Equal(t, "Election Safety", m.Cause.Title)
	assert.Equal(t, "the random schedule of seed 9000000, made small to 2 lines", m.Cause.Case)
	assert.Equal(t, 3, m.Cause.Task, "a hint where to look")
	report.Findings[0].Seed = 77
	assert.Equal(t, m.Cause.Key, marks.Of(assigned("vote"), report).Cause.Key)

	// A story has a task.
	report.Findings[0].Drill, report.Findings[0].Seed = "two candidates of one term", 0
	assert.Equal(t, []string{"task-3"}, failing(marks.Of(assigned("vote"), report)))
}

func TestCausesGroupAClass(t *testing.T) {
	logs, twice := graded(t, "vote", 1, ignoresTheLog), graded(t, "vote", 1, func(rules *raft.Rules) {
		rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			if s.Role == raft.Follower && req.Term == s.CurrentTerm {
				s.VotedFor = raft.None
			}
			return reference.HandleRequestVote(s, req)
		}
	})
	passes := graded(t, "vote", 1, func(*raft.Rules) {})
	var rows []class.Row
	for _, one := range []struct {
		id     string
		report *grader.ReportJSON
	}{{"d", twice}, {"c", logs}, {"b", passes}, {"a", logs}, {"e", nil}} {
		rows = append(rows, class.Row{
			Entry: class.Entry{Student: class.Student{ID: one.id}, Exercise: "vote"}, Report: one.report,
			Marks: marks.Of(assigned("vote"), one.report),
		})
	}
	groups := marks.Causes(rows)
	require.Len(t, groups, 2)
	assert.Len(t, groups[0].Rows, 2)
	assert.Equal(t, "a", groups[0].Rows[0].Student.ID)
	assert.Equal(t, "c", groups[0].Rows[1].Student.ID)
	assert.Equal(t, grader.Safety, groups[0].Verdict)
	assert.Equal(t, 3, groups[1].Cause.Task)
	for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 {
		rows[i], rows[j] = rows[j], rows[i]
	}
	assert.Equal(t, groups, marks.Causes(rows))
	assert.Empty(t, marks.Causes(nil))
}
