package replicacluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/explore"
	"raftlab/lab/replicacluster"
	"raftlab/lab/story"
)

func search(t *testing.T, setup string, options explore.Options) *explore.Result {
	t.Helper()
	scenario, err := story.ParseScenario("search", "# T: T\nprotocol replicas\n"+setup)
	require.NoError(t, err)
	system, err := replicacluster.SearchFrom(scenario, 1)
	require.NoError(t, err)
	result, err := explore.Search(system, options)
	require.NoError(t, err)
	return result
}

// Two transactions of one key come in different orders to two participants: one of them votes no. A search finds that
// most are not enough, and that with the right rules nothing breaks in the same bounds.
func TestSearchFindsThatMostAreNotEnough(t *testing.T) {
	options := explore.Options{Depth: 8, Requests: 2, States: 400_000}
	setup := "servers 4\nkind two-phase\n"
	assert.Equal(t, explore.Pass, search(t, setup, options).Verdict)
	result := search(t, setup+"rules commit-by-majority\n", options)
	require.Equal(t, explore.Broken, result.Verdict)
	assert.Equal(t, "atomic-commitment", result.Violation.ID)
}

// With crashes, no kind loses what a client was told in a few steps.
func TestSearchFindsNothingWrongWithTheRightRules(t *testing.T) {
	for _, kind := range []string{"sync", "async", "semi-sync", "two-masters", "quorum", "three-phase"} {
		options := explore.Options{Depth: 6, Requests: 1, Crashes: 1, Duplicates: 1, States: 400_000}
		result := search(t, "servers 3\nkind "+kind+"\n", options)
		assert.Equal(t, explore.Pass, result.Verdict, "%s: %v", kind, result.Violation)
	}
}

func TestSearchRefusesAClock(t *testing.T) {
	for _, line := range []string{"keep clock", "rules newest-by-clock"} {
		scenario, err := story.ParseScenario("search", "# T: T\nprotocol replicas\n"+line+"\n")
		require.NoError(t, err)
		_, err = replicacluster.SearchFrom(scenario, 1)
		assert.ErrorIs(t, err, story.ErrUsage)
	}
}
