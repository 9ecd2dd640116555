package replicacluster_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/protocols/known"
	"raftlab/lab/replicacluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// found says how a wrong set of rules is found: by the random schedule of a seed, or by a story.
var found = []struct {
	rules    string
	seed     uint64
	story    string
	property string
}{
	{rules: "one-ack-less", seed: 80, property: "linearizability"},
	{rules: "never-repair", seed: 87, story: "g6-write-back", property: "linearizability"},
	{rules: "newest-by-clock", seed: 1, story: "h3-last-item", property: "acknowledged-kept"},
	{rules: "count-hints", story: "h4-hint-is-no-replica", property: "linearizability"},
	{rules: "forget-at-once", story: "h4-tombstone", property: "deletes-stay"},
	{rules: "promote-lowest", seed: 101, story: "g6-semi-sync", property: "acknowledged-kept"},
	{rules: "commit-by-majority", seed: 83, story: "h2-one-says-no", property: "atomic-commitment"},
	{rules: "abort-alone", seed: 239, story: "h2-decision-is-known", property: "atomic-commitment"},
}

func TestEachWrongRuleIsFound(t *testing.T) {
	covered := map[string]bool{}
	for _, test := range found {
		t.Run(test.rules, func(t *testing.T) {
			covered[test.rules] = true
			set, err := replicacluster.FindRules(test.rules)
			require.NoError(t, err)
			assert.NotEmpty(t, set.Wrong)
			if test.seed > 0 {
				result := replicacluster.Nemesis().Run(
					nemesis.Options{Seed: test.seed}, replicacluster.WithRules(set.Rules), nemesis.Events,
				)
				require.NoError(t, result.Err)
				require.NotNil(t, result.Violation)
				assert.Equal(t, test.property, result.Violation.ID)
			}
			if test.story != "" {
				scenario, err := scenarios.Find(test.story)
				require.NoError(t, err)
				player := replicacluster.New(replicacluster.DefaultSetup())
				player.ForceRules(test.rules)
				runner, err := story.NewRunner(scenario, player, known.Protocols(), nil)
				require.NoError(t, err)
				violation, ok := errors.AsType[*lab.Violation](runner.Finish(nemesis.Events))
				require.True(t, ok)
				assert.Equal(t, test.property, violation.ID)
			}
		})
	}
	for _, set := range replicacluster.RuleSets()[1:] {
		assert.True(t, covered[set.ID], set.ID)
	}
}
