package replicacluster_test

import (
	"flag"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/replicacluster"
	"raftlab/lab/replicas/reference"
)

var (
	schedules = flag.Uint64("schedules", 300, "how many random schedules the right rules must survive")
	first     = flag.Uint64("first", 1, "the seed of the first of them")
)

// The schedules of versions have no transactions, and tombstones that are dropped.
func TestRightRulesSurviveTheSchedulesOfVersions(t *testing.T) {
	forgotten := 0
	for seed := *first; seed < *first+*schedules/3; seed++ {
		result := replicacluster.VersionNemesis().Run(
			nemesis.Options{Seed: seed}, replicacluster.WithRules(reference.Rules()), nemesis.Events,
		)
		require.NoError(t, result.Err, "seed %d", seed)
		require.Nil(t, result.Violation, "seed %d: %v", seed, result.Violation)
		text := replicacluster.VersionNemesis().Schedule(nemesis.Options{Seed: seed})
		assert.NotContains(t, text, "phase")
		if strings.Contains(text, "forget on") {
			forgotten++
		}
	}
	assert.Positive(t, forgotten)
}

// Within what each kind claims, no property breaks, and everything that should sometimes happen does.
func TestRightRulesSurviveWhatTheirKindClaims(t *testing.T) {
	sometimes := map[string]uint64{}
	var faults lab.FaultCounts
	for i := range *schedules {
		seed := *first + i
		result := replicacluster.Nemesis().Run(
			nemesis.Options{Seed: seed}, replicacluster.WithRules(reference.Rules()), nemesis.Events,
		)
		require.NoError(t, result.Err, "seed %d", seed)
		require.Nil(t, result.Violation, "seed %d: %v", seed, result.Violation)
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
