package paxoscluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/nemesis"
	"raftlab/lab/paxos/reference"
	"raftlab/lab/paxoscluster"
)

// schedules is how many random schedules this test plays. `raftlab fuzz --protocol paxos` plays more.
const schedules = 150

func TestReferenceKeepsEveryPropertyInRandomSchedules(t *testing.T) {
	judged := make([]uint64, len(paxoscluster.Checks()))
	seen := map[string]uint64{}
	for seed := uint64(1); seed <= schedules; seed++ {
		stage := paxoscluster.WithRules(reference.Rules())
		result := paxoscluster.Nemesis().Run(nemesis.Options{Seed: seed}, stage, nemesis.Events)
		require.NoError(t, result.Err, "seed %d", seed)
		require.Nil(t, result.Violation, "seed %d", seed)
		for i, n := range result.Judged {
			judged[i] += n
		}
		for _, s := range result.Sometimes {
			seen[s.ID] += s.Count
		}
	}
	for i, check := range paxoscluster.Checks() {
		assert.Positive(t, judged[i], "%s was never judged", check.ID)
	}
	for id, count := range seen {
		assert.Positive(t, count, "%s never happened", id)
	}
}
