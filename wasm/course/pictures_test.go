package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/scenarios"
	"raftlab/lab/sketch"
)

// sketchBytes is how large the picture of a scenario may be.
const sketchBytes = 6 * 1024

func TestEveryScenarioHasASmallPicture(t *testing.T) {
	all, err := sketches()
	require.NoError(t, err)
	require.Len(t, all, len(scenarios.Collection()))
	byID := map[string]Sketch{}
	for _, one := range all {
		text, err := json.Marshal(one)
		require.NoError(t, err)
		assert.LessOrEqual(t, len(text), sketchBytes, one.ID)
		assert.NotEmpty(t, one.Lanes, one.ID)
		assert.NotEmpty(t, one.Ways, one.ID)
		assert.LessOrEqual(t, len(one.Ways)/6, waysMax, one.ID)
		for i := 0; i < len(one.Lanes); i += 5 {
			server, begin, end := one.Lanes[i], one.Lanes[i+1], one.Lanes[i+2]
			assert.True(t, server >= 1 && server <= one.Servers && 0 <= begin && begin < end && end <= width, one.ID)
		}
		byID[one.ID] = one
	}
	again, err := sketches()
	require.NoError(t, err)
	assert.Equal(t, all, again, "the same runs, the same pictures")

	// S3 votes, crashes and comes back; S1 leads term 1, and S2 stands in it, too.
	vote := byID["a6-vote-survives-crash"]
	assert.Equal(t, 3, vote.Servers)
	kinds := map[[2]int]int{}
	for i := 0; i < len(vote.Marks); i += 3 {
		kinds[[2]int{vote.Marks[i], vote.Marks[i+2]}]++
	}
	assert.Equal(t, map[[2]int]int{
		{1, sketch.MarkStands}: 1, {1, sketch.MarkLeads}: 1, {3, sketch.MarkCrash}: 1,
		{3, sketch.MarkRestart}: 1, {2, sketch.MarkStands}: 1,
	}, kinds)
}
