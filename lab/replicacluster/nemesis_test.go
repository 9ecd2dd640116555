package replicacluster_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/replicacluster"
	"raftlab/lab/replicas/reference"
)

var schedules = flag.Uint64("schedules", 300, "how many random schedules the right rules must survive")

// Within what each kind claims, no property breaks, and everything that should sometimes happen does.
func TestRightRulesSurviveWhatTheirKindClaims(t *testing.T) {
	sometimes := map[string]uint64{}
	var faults lab.FaultCounts
	for seed := range *schedules {
		result := replicacluster.Nemesis().Run(
			nemesis.Options{Seed: seed + 1}, replicacluster.WithRules(reference.Rules()), nemesis.Events,
		)
		require.NoError(t, result.Err, "seed %d", seed+1)
		require.Nil(t, result.Violation, "seed %d: %v", seed+1, result.Violation)
		faults.Add(result.Faults)
		for _, s := range result.Sometimes {
			sometimes[s.ID] += s.Count
		}
	}
	for id, count := range sometimes {
		assert.Positive(t, count, id)
	}
	faults.Each(func(name string, count uint64) { assert.Positive(t, count, name) })
}
