package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/explore"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

// TestPipelinesBreakNothing searches all orders with several messages on their way: a leader with a window sends its
// second entry before the first is answered.
func TestPipelinesBreakNothing(t *testing.T) {
	reference, err := raftcluster.FindRules(raftcluster.ReferenceRules)
	require.NoError(t, err)
	plain := raftcluster.SearchSetup{Size: 3, Rules: reference, Terms: 1}
	windows := plain
	windows.Window = 2
	without := search(t, plain, explore.Options{Depth: 10, Requests: 2})
	r := search(t, windows, explore.Options{Depth: 10, Requests: 2})
	assert.Equal(t, explore.Pass, r.Verdict, "%v", r.Violation)
	assert.Greater(t, r.Messages, without.Messages, "other messages than without a window")
	assert.Equal(t, []string{"window 2"}, windows.Setup())
}

// TestASearchHasNoDiskBesideItsServer, and says so.
func TestASearchHasNoDiskBesideItsServer(t *testing.T) {
	for line, refused := range map[string]bool{"window 3": false, "parallel-disk on": true} {
		scenario, err := story.ParseScenario("mine", "# B7: Mine\n\nservers 3\n"+line+"\n")
		require.NoError(t, err)
		system, err := raftcluster.SearchFrom(scenario)
		if refused {
			require.ErrorContains(t, err, `leave out "parallel-disk on"`)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, 3, system.Window)
	}
}
