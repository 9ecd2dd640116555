package linearizability_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab/kv"
	"raftlab/lab/linearizability"
)

// drawWrong is a history of one key in which some answers may be wrong, and the operations that are loosened.
func drawWrong(rt *rapid.T, most int) ([]linearizability.Operation, loose) {
	operations, loosened := drawHistory(rt, most, "x"), loose{}
	for range rapid.IntRange(0, 3).Draw(rt, "wrong answers") {
		changed := rapid.IntRange(0, len(operations)-1).Draw(rt, "changed")
		operations[changed].Result.Value = rapid.SampledFrom([]string{"", "1", "2", "3", "word"}).Draw(rt, "answer")
	}
	for range rapid.IntRange(0, 3).Draw(rt, "loosened") {
		loosened[rapid.IntRange(1, len(operations)).Draw(rt, "number")] = true
	}
	return operations, loosened
}

// TestTheWalkFindsWhatPorcupineFinds compares the two on histories of all kinds, wrong answers included. The walk has
// the same outcome, and all in all it takes fewer steps.
func TestTheWalkFindsWhatPorcupineFinds(t *testing.T) {
	outcomes := map[bool]int{}
	ourSteps, theirSteps := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		operations, loosened := drawWrong(rt, 30)
		ours, theirs := linearizability.SearchBothWays(operations, loosened, plenty)
		if theirs.Exhausted {
			return
		}
		require.Equal(rt, theirs.Found, ours.Found)
		require.False(rt, ours.Exhausted)
		outcomes[ours.Found]++
		ourSteps, theirSteps = ourSteps+ours.Steps, theirSteps+theirs.Steps
	})
	assert.NotZero(t, outcomes[true])
	assert.NotZero(t, outcomes[false])
	t.Logf("%d steps, where porcupine takes %d", ourSteps, theirSteps)
	assert.Less(t, ourSteps, theirSteps)
}

// A search that is cut short never finds an order where there is none, or the other way round.
func TestAWalkThatIsCutShortSaysSo(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		operations, loosened := drawWrong(rt, 12)
		whole, _ := linearizability.SearchBothWays(operations, loosened, plenty)
		steps := rapid.IntRange(0, whole.Steps).Draw(rt, "steps")
		short, _ := linearizability.SearchBothWays(operations, loosened, steps)
		if steps < whole.Steps {
			whole = linearizability.Searched{Exhausted: true, Steps: steps}
		}
		require.Equal(rt, whole, short)
	})
}

// Operations that run at once have 2^k sets to begin with: porcupine finds no order of these in its steps.
func TestOperationsAtOnceAreCheap(t *testing.T) {
	operations := crowd(60)
	for i := range 60 {
		operations = append(operations, linearizability.Operation{ID: 100 + i, Known: true, ReturnedAt: 1000,
			Command: kv.Command{Op: kv.Get, Key: "x"}, Result: kv.Result{Done: true, Value: fmt.Sprint(i % 20)}})
	}
	operations[60].Result.Value = "30" // the last read: 29 puts are before and after its put
	ours, theirs := linearizability.SearchBothWays(operations, nil, 100_000)
	assert.True(t, ours.Found)
	assert.Less(t, ours.Steps, 20_000)
	assert.True(t, theirs.Exhausted)

	ours, theirs = linearizability.SearchBothWays(crowd(60), nil, 100_000)
	assert.Equal(t, linearizability.Searched{Steps: 61}, ours)
	assert.True(t, theirs.Exhausted)
}
