package grader_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/mutants"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// TestEveryGradingIsTheSameReport: a verdict that flakes is worse than none. The small calls are left
// out here: there are tens of thousands, and each is one call of a function. So are schedules for the
// mutants: to make what they break small takes most of the time, and the drills have that, too.
func TestEveryGradingIsTheSameReport(t *testing.T) {
	t.Parallel()
	again := func(exercise *grader.Exercise, rules raft.Rules, schedules int) {
		exercise.Small = nil
		budget := grader.Budget{FirstSeed: 1, Schedules: schedules}
		first := grader.Grade(exercise, rules, budget).Text()
		for range *repetitions {
			require.Equal(t, first, grader.Grade(exercise, rules, budget).Text())
		}
	}
	for _, exercise := range grader.Exercises() {
		again(exercise, reference.Rules(), 3)
	}
	graded := 0
	for _, mutant := range mutants.All() {
		if mutant.Rules == nil || graded == 20 {
			continue
		}
		graded++
		rules := reference.Rules()
		mutant.Rules(&rules)
		again(grader.Vote(), rules, 0)
	}
	assert.Equal(t, 20, graded)
}

// TestAllGoesOn: a report of everything names every drill that failed, and counts the schedules.
func TestAllGoesOn(t *testing.T) {
	t.Parallel()
	one := gradeVote(voteTwice, grader.Budget{FirstSeed: 1, Schedules: 30})
	all := gradeVote(voteTwice, grader.Budget{FirstSeed: 1, Schedules: 30, All: true})
	assert.Zero(t, one.Schedules, "a story failed, and one is enough")
	assert.Equal(t, 30, all.Schedules)
	assert.Greater(t, all.Failed, 1)
	assert.Greater(t, len(all.Findings), len(one.Findings))
	assert.Contains(t, all.Text(), " of the schedules fail; the first is shown\n")
	assert.Equal(t, one.Verdict, all.Verdict)
}
