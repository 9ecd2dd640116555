package zabcluster_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/nemesis"
	"raftlab/lab/zab/reference"
	"raftlab/lab/zabcluster"
)

var schedules = flag.Int("schedules", 200, "how many random schedules the right rules play")

// TestTheReferenceSurvivesRandomSchedules: no property breaks, and everything that should sometimes happen did.
func TestTheReferenceSurvivesRandomSchedules(t *testing.T) {
	seen, faults := map[string]uint64{}, uint64(0)
	for seed := range uint64(*schedules) {
		result := zabcluster.Nemesis().Run(nemesis.Options{Seed: seed + 1}, zabcluster.WithRules(reference.Rules()),
			nemesis.Events)
		require.NoError(t, result.Err, "seed %d", seed+1)
		require.Nil(t, result.Violation, "seed %d: %v", seed+1, result.Violation)
		for _, s := range result.Sometimes {
			seen[s.ID] += s.Count
		}
		for _, n := range result.Faults {
			faults += n
		}
	}
	for id, count := range seen {
		assert.Positive(t, count, id)
	}
	t.Logf("%d schedules, %d faults: %v", *schedules, faults, seen)
}
