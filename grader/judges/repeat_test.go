package judges_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/grader/judges/judgetest"
	"raftlab/grader/judges/sessions"
	"raftlab/grader/judges/vote"
	"raftlab/grader/mutants"
	"raftlab/raft/reference"
)

// TestEveryGradingIsTheSameReport: a flaky verdict is worse than none. The test leaves out the small calls: there are
// tens of thousands, and each is one call of a function. For the mutants it leaves out schedules too: shrinking takes
// most of the time, and the drills cover it.
func TestEveryGradingIsTheSameReport(t *testing.T) {
	t.Parallel()
	for _, exercise := range judges.Figure2() {
		again(t, exercise, reference.Rules(), 3)
	}
	again(t, sessions.Exercise(), sessions.Exercise().Reference(), 3)
	graded := 0
	for _, mutant := range mutants.All() {
		if mutant.Rules == nil || graded == 20 {
			continue
		}
		graded++
		rules := reference.Rules()
		mutant.Rules(&rules)
		again(t, vote.Exercise(), rules, 0)
	}
	assert.Equal(t, 20, graded)
}

// again repeats a grading without its small calls.
func again[R any](t *testing.T, exercise *grader.Exercise[R], rules R, schedules int) {
	t.Helper()
	exercise.Small = nil
	budget := grader.Budget{FirstSeed: 1, Schedules: schedules}
	first := grader.Bind(exercise, rules).Grade(budget).Text()
	for range judgetest.Repetitions() {
		require.Equal(t, first, grader.Bind(exercise, rules).Grade(budget).Text())
	}
}
