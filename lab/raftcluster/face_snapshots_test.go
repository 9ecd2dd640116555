package raftcluster_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

// behind has S3 ask for what S1 has folded away, in chunks of 8 bytes.
const behind = `servers 3
election-timeout 10s 20s
snapshots chunk 8
jitter 0ms
elect S1
await commit 1
crash S3
put x 1
put y 2
put city Paris
await answers
run 100ms
snapshot S1
run 10ms
restart S3
`

// TestAChunkSaysWhichOfAllItIs, so that a page can draw one compartment a chunk.
func TestAChunkSaysWhichOfAllItIs(t *testing.T) {
	c := raftcluster.New(raftcluster.DefaultSetup())
	runner, err := story.NewRunner(parse(t, "# T: T\n"+behind+"run 300ms\n"), c, raftcluster.InProcess{}, nil)
	require.NoError(t, err)
	var labels []string
	for runner.Status() == story.Playing && runner.Step() {
		for _, m := range runner.World().InFlight() {
			shown := c.Face().Message(m.Payload)
			if shown.Kind == "InstallSnapshot" && !slices.Contains(labels, shown.Label) {
				labels = append(labels, shown.Label)
			}
		}
	}
	assert.Equal(t, []string{"to 4, 1 of 3", "to 4, 2 of 3", "to 4, 3 of 3"}, labels)
}

// TestASnapshotOnItsWayIsShownAtBothEnds, until it is installed.
func TestASnapshotOnItsWayIsShownAtBothEnds(t *testing.T) {
	sender := pictured(t, behind+"run 55ms\n", 1).Snapshots
	require.NotNil(t, sender)
	assert.Equal(t, []raftcluster.TermRun{{Term: 1, From: 1, Count: 4}}, sender.Folded)
	require.Len(t, sender.Sending, 1)
	receiver := pictured(t, behind+"run 55ms\n", 3).Snapshots
	require.NotNil(t, receiver.Arriving)
	assert.Equal(t, sender.Sending[0].Chunks, receiver.Arriving.Chunks)
	assert.Zero(t, receiver.Base, "nothing is installed yet")
	later := pictured(t, behind+"run 300ms\n", 3).Snapshots
	assert.Nil(t, later.Arriving)
	assert.Equal(t, uint64(4), later.Base)
	assert.Nil(t, pictured(t, "servers 3\nelect S1\n", 1).Snapshots)
}
