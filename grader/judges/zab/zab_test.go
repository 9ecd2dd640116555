package zab_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	judge "raftlab/grader/judges/zab"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
	"raftlab/lab/zabcluster"
)

// change is the reference with something changed.
type change func(rules *zab.Rules)

func (c change) rules() zab.Rules {
	rules := reference.Rules()
	c(&rules)
	return rules
}

func (c change) grade(budget grader.Budget) grader.Report {
	return grader.Bind(judge.Exercise(), c.rules()).Grade(budget)
}

func TestReferenceReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := change(func(*zab.Rules) {}).grade(grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Greater(t, report.Calls, 10_000)
}

func TestTheStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	starter := change(func(rules *zab.Rules) {
		rules.Better = func(_, _ zab.Vote) bool { panic(zab.TODO) }
		rules.HandleNotification = func(*zab.Election, zab.NodeID, zab.Notification) bool { panic(zab.TODO) }
		rules.Elected = func(*zab.Election) (zab.NodeID, bool) { panic(zab.TODO) }
		rules.NewEpoch = func([]zab.Epoch) zab.Epoch { panic(zab.TODO) }
		rules.ChooseSync = func([]zab.Zxid, zab.Zxid, zab.Zxid) zab.Sync { panic(zab.TODO) }
		rules.HandleSync = func(*zab.Follower, zab.SyncMessage) (bool, zab.Save) { panic(zab.TODO) }
		rules.HandleAck = func(*zab.Leadership, zab.NodeID, zab.Zxid) []zab.Zxid { panic(zab.TODO) }
	})
	assert.Equal(t, grader.Unfinished, starter.grade(grader.DefaultBudget()).Verdict)
	half := change(func(rules *zab.Rules) {
		rules.HandleAck = func(*zab.Leadership, zab.NodeID, zab.Zxid) []zab.Zxid { panic(zab.TODO) }
	})
	assert.Equal(t, grader.Unfinished, half.grade(grader.DefaultBudget()).Verdict, "one of seven is the starter's")
}

// TestLessonShowsWhatItSays: the stories of the lesson pass, and break with the wrong rules that it names.
func TestLessonShowsWhatItSays(t *testing.T) {
	t.Parallel()
	for story, rules := range map[string]string{
		"g4-epoch-decides": "zxid-first", "g4-rounds": "keep-votes", "g5-new-epoch": "own-epoch",
		"g5-synchronization": "no-trunc", "g5-durable-before-ack": "ack-first", "g5-broadcast": "newest-first",
	} {
		require.NoError(t, play(t, story, zabcluster.ReferenceRules), story)
		require.Error(t, play(t, story, rules), story)
	}
}

func play(t *testing.T, id, rules string) error {
	scenario, err := scenarios.Find(id)
	require.NoError(t, err)
	c := zabcluster.New(zabcluster.DefaultSetup())
	c.ForceRules(rules)
	runner, err := story.NewRunner(scenario, c, zabcluster.InProcess{}, nil)
	require.NoError(t, err)
	err = runner.Finish(100_000)
	return errors.Join(err, runner.World().Close())
}

// TestEnteredRulesDoTheSame: a rule that is called with copies does the same.
func TestEnteredRulesDoTheSame(t *testing.T) {
	t.Parallel()
	exercise := judge.Exercise()
	direct := grader.Bind(exercise, reference.Rules()).Grade(grader.Budget{FirstSeed: 1, Schedules: 30})
	copied := exercise.Enter(reference.Rules())
	entered := grader.Bind(exercise, copied).Grade(grader.Budget{FirstSeed: 1, Schedules: 30})
	assert.Equal(t, direct.Text(), entered.Text())
	assert.Equal(t, direct.Hash, entered.Hash)
}
