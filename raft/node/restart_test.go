package node

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRestartFromSaved(t *testing.T) {
	saved := raft.Saved{CurrentTerm: 7, VotedFor: 3, Log: rafttest.Entries(1, 6)}
	n, err := New(testConfig(1, 3))
	require.NoError(t, err)
	out := n.Step(1000, Restart{saved})
	assert.Equal(t, raft.Term(7), n.CurrentTerm)
	assert.Equal(t, raft.NodeID(3), n.VotedFor)
	assert.Equal(t, saved.Log, n.Log.From(1))
	assert.Equal(t, raft.Follower, n.Role)
	assert.Nil(t, out.Save, "a state read from disk is not saved again")
	assert.Empty(t, out.Messages)
	assert.Empty(t, out.Apply)
	assert.GreaterOrEqual(t, out.WakeAt, raft.Time(1000).Add(testElectionMin))
	require.NoError(t, n.Check())
}
