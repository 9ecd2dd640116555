//go:build !wasm

package linearizability_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab/linearizability"
)

// TestTheWalkTakesPorcupinesSteps compares the two on histories of all kinds, wrong answers included, and
// with bounds that end the search in the middle: what is found, and after how many steps.
func TestTheWalkTakesPorcupinesSteps(t *testing.T) {
	seen := map[linearizability.Searched]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		operations := drawHistory(rt, 30, "x")
		for range rapid.IntRange(0, 3).Draw(rt, "wrong answers") {
			changed := rapid.IntRange(0, len(operations)-1).Draw(rt, "changed")
			operations[changed].Result.Value = rapid.SampledFrom([]string{"", "1", "2", "3", "word"}).Draw(rt, "answer")
		}
		maxSteps := rapid.SampledFrom([]int{0, 10, 100, 20_000}).Draw(rt, "steps")
		walked, porcupine := linearizability.SearchBothWays(operations, maxSteps)
		require.Equal(rt, porcupine, walked)
		porcupine.StepsLeft = 0
		seen[porcupine] = true
	})
	assert.Len(t, seen, 3, "found, not found, and not ended")
}

// What runs at once is where a search comes back to places in which it was.
func TestTheWalkRemembersAsPorcupineDoes(t *testing.T) {
	for puts := range 9 {
		walked, porcupine := linearizability.SearchBothWays(crowd(puts), plenty)
		require.Equal(t, porcupine, walked, "%d puts", puts)
		require.False(t, walked.Found)
		require.False(t, walked.Exhausted)
	}
}
