package replay_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
)

// Random schedules have every kind of fault in them.
func TestRandomSchedulesReplay(t *testing.T) {
	sets := raftcluster.RuleSets()
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		rules := sets[rapid.IntRange(0, len(sets)-1).Draw(t, "rules")]
		r := record(t, raftcluster.Nemesis().Scenario(nemesis.Options{Seed: seed}), seed, rules.ID)
		_ = r.runner.Finish(nemesis.Events)
		require.NoError(t, again(r.file()))
	})
}
