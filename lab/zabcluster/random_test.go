package zabcluster_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/nemesis"
	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
	"raftlab/lab/zabcluster"
)

// The schedules that the right rules play.
var (
	schedules = flag.Uint64("schedules", 200, "how many random schedules the right rules play")
	first     = flag.Uint64("first", 1, "the seed of the first one")
)

// TestTheReferenceSurvivesRandomSchedules: no property breaks, and everything that should sometimes happen did.
func TestTheReferenceSurvivesRandomSchedules(t *testing.T) {
	seen, faults := map[string]uint64{}, uint64(0)
	for seed := *first; seed < *first+*schedules; seed++ {
		result := zabcluster.Nemesis().Run(nemesis.Options{Seed: seed}, stageOf(reference.Rules()),
			nemesis.Events)
		require.NoError(t, result.Err, "seed %d", seed)
		require.Nil(t, result.Violation, "seed %d: %v", seed, result.Violation)
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

// stageOf is a stage whose servers follow these rules.
func stageOf(rules zab.Rules) nemesis.Stage { return zabcluster.Watched(rules, nil) }
