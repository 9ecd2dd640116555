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

// TestACommitThatNobodySawIsNoSecondChange: S2 commits C_old,new, appends C_new, and loses its power in the save of
// that step. So nobody has seen the commit, and after its restart S2 leads with both in its log. That is right.
func TestACommitThatNobodySawIsNoSecondChange(t *testing.T) {
	_, err := play(t, `# T: A joint phase whose end nobody saw
servers 2
parallel-disk on
members S1 S2
prevote on
sessions on
snapshots chunk 8
snapshots every 2
elect S2
put a 6 via S2
run 67ms
joint S2 via leader
get a lease via leader
run 151ms
compare-and-set b 1 0 via leader as C3
joint S1 S2 via leader
run 122ms
power S2 fails before-rename
run 92ms
expect saw S1 log from=8 terms=1
expect saw S2 crash unsynced=0 unread=1
expect not saw S2 commit index=8
recover
expect saw S2 log from=7 terms=1,1,1
run 1s
expect members S2 S1 S2
`, raftcluster.ReferenceRules, 1902)
	require.NoError(t, err)
}

// TestACommitOutlivesItsConfiguration: S2 removes S1, commits an entry alone, and loses its power before the removal is
// on its disk. No server counts by that configuration any more, and the entry is in each majority all the same.
func TestACommitOutlivesItsConfiguration(t *testing.T) {
	_, err := play(t, `# T: A change that is lost after a commit
servers 3
parallel-disk on
members S1 S2
latency 6ms
disk 6ms
crash S1
restart S1
crash S2
restart S2
run 248ms
put a 1 via leader
remove S1 via leader
run 12ms
crash S2
restart S2
run 144ms
expect saw S2 members at=3 voters=S2
expect saw S2 commit index=2
expect saw C1 answer r1
expect members S2 S1 S2
`, raftcluster.ReferenceRules, 205904)
	require.NoError(t, err)
}
