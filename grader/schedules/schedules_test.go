package schedules_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/schedules"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

func of(t *testing.T, rules string, count, jobs int) schedules.Plan {
	t.Helper()
	set, err := raftcluster.FindRules(rules)
	require.NoError(t, err)
	return schedules.Plan{
		Nemesis: raftcluster.Nemesis(), FirstSeed: 1, Schedules: count, Events: nemesis.Events, Jobs: jobs,
		Stage: raftcluster.WithRules(set.Rules),
	}
}

// TestTheSummaryDoesNotDependOnTheNumberOfJobs: no schedule depends on another.
func TestTheSummaryDoesNotDependOnTheNumberOfJobs(t *testing.T) {
	one := of(t, "vote-any-log", 60, 1).Run(context.Background(), nil)
	many := of(t, "vote-any-log", 60, 7).Run(context.Background(), nil)
	assert.Equal(t, one, many)
	assert.Equal(t, 60, one.Schedules)
	require.NotEmpty(t, one.Broken)
	for i := 1; i < len(one.Broken); i++ {
		assert.Less(t, one.Broken[i-1].Options.Seed, one.Broken[i].Options.Seed)
	}
}

func TestTheReferenceBreaksNothingWhileMuchHappens(t *testing.T) {
	summary := of(t, raftcluster.ReferenceRules, 200, 2).Run(context.Background(), nil)
	assert.Empty(t, summary.Broken)
	assert.Empty(t, summary.Unjudged)
	assert.Empty(t, summary.Never())
	assert.False(t, summary.Idle())
	assert.False(t, summary.Interrupted)
	total := uint64(0)
	summary.Faults.Each(func(_ string, count uint64) { total += count })
	assert.Positive(t, total)
}

func TestAnInterruptedRunReportsItsResults(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	summary := of(t, raftcluster.ReferenceRules, 100_000, 3).Run(ctx, func(s *schedules.Summary) {
		if s.Schedules == 10 {
			cancel()
		}
	})
	assert.True(t, summary.Interrupted)
	assert.GreaterOrEqual(t, summary.Schedules, 10)
	assert.Less(t, summary.Schedules, 20)
}

func TestARunWithoutEventsIsIdle(t *testing.T) {
	c := of(t, raftcluster.ReferenceRules, 3, 1)
	c.Events = 5
	summary := c.Run(context.Background(), nil)
	assert.True(t, summary.Idle())
	assert.Len(t, summary.Unjudged, 3, "a schedule that is cut short is not judged")
	assert.NotEmpty(t, summary.Never())
}

func TestABrokenScheduleIsMadeSmall(t *testing.T) {
	c := of(t, "vote-twice", 20, 2)
	summary := c.Run(context.Background(), nil)
	require.NotEmpty(t, summary.Broken)
	small, err := c.Shrink(summary.Broken[0])
	require.NoError(t, err)
	assert.Equal(t, summary.Broken[0].Violation.ID, small.Violation.ID)
	assert.True(t, small.Minimal)
	_, err = story.ParseScenario("small", small.Scenario)
	require.NoError(t, err)
}
