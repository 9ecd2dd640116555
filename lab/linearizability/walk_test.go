package linearizability_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab/linearizability"
)

// TestTheWalkTakesPorcupinesSteps compares the two on histories of all kinds, wrong answers included, and with
// limits that end the search early: they have the same outcome after the same number of steps.
func TestTheWalkTakesPorcupinesSteps(t *testing.T) {
	seen := map[linearizability.Searched]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		operations := drawHistory(rt, 30, "x")
		for range rapid.IntRange(0, 3).Draw(rt, "wrong answers") {
			changed := rapid.IntRange(0, len(operations)-1).Draw(rt, "changed")
			operations[changed].Result.Value = rapid.SampledFrom([]string{"", "1", "2", "3", "word"}).Draw(rt, "answer")
		}
		maxSteps := rapid.SampledFrom([]int{0, 10, 100, 20_000}).Draw(rt, "steps")
		ours, theirs := linearizability.SearchBothWays(operations, maxSteps)
		require.Equal(rt, theirs, ours)
		theirs.StepsLeft = 0
		seen[theirs] = true
	})
	assert.Len(t, seen, 3, "found, not found, and cut short")
}

// Concurrent operations make a search come back to states in which it was before.
func TestTheWalkRemembersAsPorcupineDoes(t *testing.T) {
	for puts := range 9 {
		ours, theirs := linearizability.SearchBothWays(crowd(puts), plenty)
		require.Equal(t, theirs, ours, "%d puts", puts)
		require.False(t, ours.Found)
		require.False(t, ours.Exhausted)
	}
}
