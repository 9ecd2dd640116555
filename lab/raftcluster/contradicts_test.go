package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
)

// contradicting plays a script, and gives the servers that the page shows as contradicting what a client was told.
func contradicting(t *testing.T, script string) (ids []lab.ServerID, err error) {
	t.Helper()
	c, _, err := perform(t, raftcluster.InProcess{}, script)
	for id := lab.ServerID(1); id <= 3; id++ {
		view, ok := c.Face().Server(id, nil).Part.Value.(raftcluster.RaftView)
		require.True(t, ok)
		if view.Contradicts {
			ids = append(ids, id)
		}
	}
	return ids, err
}

const toldThenLost = `servers 3
election-timeout 10s 20s
jitter 0ms
elect S1
isolate S3
put x 7
run 100ms
crash S1
heal
`

// TestALeaderWithoutAnAnsweredWriteContradictsIt: with voters that do not compare logs, S3 leads without the write.
func TestALeaderWithoutAnAnsweredWriteContradictsIt(t *testing.T) {
	ids, err := contradicting(t, "rules vote-any-log\n"+toldThenLost+"elect S3\n")
	require.Error(t, err)
	assert.Equal(t, []lab.ServerID{3}, ids)
}

// TestWhoIsBehindContradictsNothing: a server that has not heard of a write is no leader, and will be told.
func TestWhoIsBehindContradictsNothing(t *testing.T) {
	for _, script := range []string{"servers 3\nrun 1ms\n", toldThenLost, toldThenLost + "elect S2\nrun 200ms\n"} {
		ids, err := contradicting(t, script)
		require.NoError(t, err)
		assert.Empty(t, ids, script)
	}
}
