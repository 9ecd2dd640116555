package replay_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/puzzles"
	"raftlab/lab/story"
)

// A puzzle's trace has its budget and its goal in the scenario, so whoever replays it counts and judges alike. A
// command that the budget refused was never typed.
func TestPuzzleIsReplayed(t *testing.T) {
	all, err := puzzles.All()
	require.NoError(t, err)
	for _, p := range all {
		scenario, err := p.Scenario(puzzles.OpenSide)
		require.NoError(t, err)
		r := record(t, scenario, 1, "")
		if r.runner.UnderWay() {
			require.NoError(t, r.runner.Finish(eventLimit), p.ID)
		}
		for _, move := range p.Solution {
			r.runner.Advance(move.At, eventLimit)
			require.ErrorIs(t, r.runner.Do("loss 5%"), story.ErrBudget)
			require.NoError(t, r.runner.Do(move.Do), "%s: %s", p.ID, move.Do)
			if w := r.runner.World(); w.Manual() {
				r.runner.Advance(w.Now().Add(puzzles.Pace), eventLimit)
			}
		}
		r.runner.Advance(r.runner.World().Now().Add(puzzles.Patience), eventLimit)
		assert.Equal(t, story.Reached, r.runner.Standing(), p.ID)
		replayed := open(t, r.file())
		_ = replayed.Finish() // a run that breaks a property ends with it
		assert.Equal(t, story.Reached, replayed.Runner.Standing(), p.ID)
		assert.Equal(t, r.runner.Budget(), replayed.Runner.Budget(), p.ID)
		assert.Equal(t, r.runner.Hash(), replayed.Runner.Hash(), p.ID)
	}
}
