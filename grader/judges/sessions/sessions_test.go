package sessions_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/sessions"
	"raftlab/lab/kv"
	"raftlab/lab/kv/reference"
	"raftlab/raft"
)

// change is the reference with something changed.
type change func(rules *kv.SessionRules)

func (c change) grade(budget grader.Budget) grader.Report {
	rules := reference.Rules()
	c(&rules)
	return grader.Bind(judge.Exercise(), rules).Grade(budget)
}

func TestSessionsReachEveryBranch(t *testing.T) {
	t.Parallel()
	report := change(func(*kv.SessionRules) {}).grade(grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Greater(t, report.Calls, 1000)
}

func TestSessionsOfTheStarterAreUnfinished(t *testing.T) {
	t.Parallel()
	starter := change(func(rules *kv.SessionRules) {
		rules.OpenSession = func(*kv.Sessions, uint64) kv.ClientID { panic(raft.TODO) }
		rules.ApplyOnce = func(*kv.Sessions, *kv.Store, kv.Numbered) kv.Result { panic(raft.TODO) }
		rules.Expire = func(*kv.Sessions, kv.Time, kv.Duration) { panic(raft.TODO) }
		rules.NextRequest = func(*kv.Client, uint64) (uint64, uint64) { panic(raft.TODO) }
		rules.TakeAnswer = func(*kv.Client, uint64) { panic(raft.TODO) }
	})
	assert.Equal(t, grader.Unfinished, starter.grade(grader.DefaultBudget()).Verdict)
	half := change(func(rules *kv.SessionRules) {
		rules.TakeAnswer = func(*kv.Client, uint64) { panic(raft.TODO) }
	})
	assert.Equal(t, grader.Unfinished, half.grade(grader.DefaultBudget()).Verdict, "one of five is the starter's")
}

func TestLessonShowsWhatItSays(t *testing.T) {
	t.Parallel()
	judgetest.LessonShows(t, "e4-retry", "no-dedupe", "exactly-once")
	judgetest.LessonShows(t, "e5-bank-asked-twice", "forget-refusals", "exactly-once")
}

// rulesCalledAsBytes: a rule that is called with copies does the same.
func TestEnteredRulesDoTheSame(t *testing.T) {
	t.Parallel()
	exercise := judge.Exercise()
	direct := grader.Bind(exercise, reference.Rules()).Grade(grader.Budget{FirstSeed: 1, Schedules: 30})
	copied := exercise.Enter(reference.Rules())
	entered := grader.Bind(exercise, copied).Grade(grader.Budget{FirstSeed: 1, Schedules: 30})
	assert.Equal(t, direct.Text(), entered.Text())
	assert.Equal(t, direct.Hash, entered.Hash)
}
