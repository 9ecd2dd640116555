package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

// TestShapesAreReachedByRuns: a run in which nothing happens reaches the first shape, and random schedules reach more
// with each seed, of those that a search enumerates. What a search finds and runs do not reach is the number that we
// want.
func TestShapesAreReachedByRuns(t *testing.T) {
	rules, err := raftcluster.FindRules(raftcluster.ReferenceRules)
	require.NoError(t, err)
	setup := raftcluster.SearchSetup{Size: 3, Rules: rules, Terms: 2}
	shapes, result, err := raftcluster.EnumerateShapes(setup, explore.Options{Depth: 8, Requests: 1, States: 1_000_000})
	require.NoError(t, err)
	assert.Equal(t, explore.Pass, result.Verdict)
	reached := map[int]bool{}
	all := shapes.Len()
	assert.Greater(t, all, 500)

	stage := func() (story.Judged, lab.Host) {
		c := raftcluster.New(raftcluster.DefaultSetup())
		return shapes.Watch(c, func(number int) { reached[number] = true }), raftcluster.InProcess{}
	}
	play := func(script string) int {
		player, host := stage()
		runner, err := story.NewRunner(parse(t, "# T: T\n"+script), player, host, nil)
		require.NoError(t, err)
		require.NoError(t, runner.Finish(eventLimit))
		return len(reached)
	}
	assert.Zero(t, play("servers 5\nrun 1s\n"), "of another cluster")
	assert.Equal(t, 1, play("servers 3\nelection-timeout 10s 20s\nrun 1s\n"), "all servers have just started")
	elected := play("servers 3\nelect S1\nawait commit 1 S1 S2 S3\n")
	assert.Greater(t, elected, 5)
	last := elected
	for _, seeds := range []uint64{20, 200} {
		for seed := uint64(1); seed <= seeds; seed++ {
			raftcluster.Nemesis().Run(nemesis.Options{Seed: seed, Servers: 3}, stage, nemesis.Events)
		}
		assert.Greater(t, len(reached), last)
		last = len(reached)
	}
	t.Logf("%d of %d", last, all)
}
