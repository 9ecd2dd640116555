package quorum_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	judge "raftlab/grader/judges/quorum"
	"raftlab/lab/replicacluster"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/reference"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// change is the reference with something changed.
type change func(rules *replicas.Rules)

func (c change) grade(budget grader.Budget) grader.Report {
	rules := reference.Rules()
	c(&rules)
	return grader.Bind(judge.Exercise(), rules).Grade(budget)
}

func TestQuorumReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := change(func(*replicas.Rules) {}).grade(grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Greater(t, report.Calls, 1000)
}

func TestQuorumOfTheStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	half := change(func(rules *replicas.Rules) {
		rules.Promote = func([]replicas.Position) replicas.NodeID { panic(replicas.TODO) }
	})
	assert.Equal(t, grader.Unfinished, half.grade(grader.DefaultBudget()).Verdict, "one of six is the starter's")
}

// A rule that is called with copies does the same.
func TestEnteredRulesDoTheSame(t *testing.T) {
	t.Parallel()
	exercise := judge.Exercise()
	budget := grader.Budget{FirstSeed: 1, Schedules: 30}
	direct := grader.Bind(exercise, reference.Rules()).Grade(budget)
	entered := grader.Bind(exercise, exercise.Enter(reference.Rules())).Grade(budget)
	assert.Equal(t, direct.Text(), entered.Text())
	assert.Equal(t, direct.Hash, entered.Hash)
}

// What the lesson says of its stories holds.
func TestLessonShowsWhatItSays(t *testing.T) {
	t.Parallel()
	for id, rules := range map[string]string{
		"g6-write-back": "never-repair", "h3-last-item": "newest-by-clock", "h4-hint-is-no-replica": "count-hints",
		"h4-tombstone": "forget-at-once", "g6-semi-sync": "promote-lowest",
	} {
		scenario, err := scenarios.Find(id)
		require.NoError(t, err)
		for _, set := range []string{"reference", rules} {
			player := replicacluster.New(replicacluster.DefaultSetup())
			player.ForceRules(set)
			runner, err := story.NewRunner(scenario, player, replicacluster.InProcess{}, nil)
			require.NoError(t, err)
			assert.Equal(t, set == "reference", runner.Finish(100_000) == nil, "%s with %s", id, set)
		}
	}
}
