package raftcluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// changes plays the schedule of a seed, and counts the changes by their outcomes.
func changes(t *testing.T, seed uint64, seen map[service.Outcome]int) {
	t.Helper()
	scenario := parse(t, raftcluster.MembershipNemesis().Schedule(nemesis.Options{Seed: seed}))
	cluster := raftcluster.New(raftcluster.DefaultSetup())
	runner, err := story.NewRunner(scenario, cluster, raftcluster.InProcess{}, nil)
	require.NoError(t, err)
	if !assert.NoError(t, runner.Finish(story.MaxEvents), "seed %d", seed) {
		return
	}
	for _, change := range cluster.Changes() {
		seen[change.Outcome]++
	}
	judged := cluster.Judged()
	assert.Positive(t, judged[len(judged)-1], "Configuration Safety is judged")
}

// TestRandomChangesBreakNothing: whatever the faults and the changes, nothing breaks, and the cluster makes progress
// when they have ended.
func TestRandomChangesBreakNothing(t *testing.T) {
	seen := map[service.Outcome]int{}
	for seed := uint64(1); seed <= 150; seed++ {
		changes(t, seed, seen)
	}
	assert.Positive(t, seen[service.OK], "changes that were made")
	assert.Positive(t, seen[service.Refused])
	assert.Positive(t, seen[service.Unknown])
}

// TestScheduledChangesHaveAllKinds: the schedules ask for each kind of change.
func TestScheduledChangesHaveAllKinds(t *testing.T) {
	var all strings.Builder
	for seed := uint64(1); seed <= 30; seed++ {
		all.WriteString(raftcluster.MembershipNemesis().Schedule(nemesis.Options{Seed: seed}))
	}
	for _, words := range []string{"try add S", " as learner via ", "try remove S", "try joint S", "members S1 S2",
		"catch-up off", "prevote on"} {
		assert.Contains(t, all.String(), words)
	}
}
