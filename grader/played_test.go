package grader_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/grader/judges/vote"
	"raftlab/grader/visit"
	"raftlab/lab/raftcluster"
)

// played grades alone, and with another grading that plays every second schedule. It gives how many of those passed.
func played(t *testing.T, judge grader.Judge, budget grader.Budget) (passed int) {
	t.Helper()
	want, err := json.Marshal(judge.Grade(budget).JSON())
	require.NoError(t, err)
	budget.Passed = func(seed uint64) *grader.Passed {
		if seed%2 == 0 {
			return nil
		}
		one := judge.Play(seed)
		if one != nil {
			passed++
		}
		return one
	}
	got, err := json.Marshal(judge.Grade(budget).JSON())
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), judge.About().ID)
	return passed
}

// TestTheReportIsTheSameWhoeverPlaysTheSchedules also has rules of which some schedules fail.
func TestTheReportIsTheSameWhoeverPlaysTheSchedules(t *testing.T) {
	budget := grader.Budget{FirstSeed: 7, Schedules: 6}
	for _, judge := range judges.All() {
		assert.Equal(t, 3, played(t, judge, budget), judge.About().ID)
	}
	careless, err := raftcluster.FindRules("vote-any-log")
	require.NoError(t, err)
	budget.Schedules, budget.All = 40, true
	passed := played(t, grader.Bind(vote.Exercise(), careless.Rules), budget)
	assert.Positive(t, passed)
	assert.Less(t, passed, 20, "a schedule that fails is not handed over")
}

// TestAScheduleIsPlayedHereNearTheLimitOfAllLines: with the lines before it, one of its calls might be stopped.
func TestAScheduleIsPlayedHereNearTheLimitOfAllLines(t *testing.T) {
	defer visit.Restart()
	judge := grader.Bind(vote.Exercise(), vote.Exercise().Reference())
	one := judge.Play(1)
	require.NotNil(t, one)
	grades := func(lines uint64) uint64 {
		visit.Restart()
		changed := *one
		changed.Lines = lines
		budget := grader.Budget{FirstSeed: 1, Schedules: 1, OnlySchedules: true}
		budget.Passed = func(uint64) *grader.Passed { return &changed }
		report := judge.Grade(budget)
		assert.Equal(t, grader.Pass, report.Verdict)
		assert.Equal(t, one.Events, report.Events)
		return visit.Total()
	}
	assert.EqualValues(t, visit.TotalLimit-visit.Limit, grades(visit.TotalLimit-visit.Limit))
	assert.Zero(t, grades(visit.TotalLimit-visit.Limit+1))
	visit.Add(visit.TotalLimit - visit.Limit + 1)
	assert.Nil(t, judge.Play(1))
}
