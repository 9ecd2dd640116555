package raft

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSavedApply(t *testing.T) {
	before := Saved{CurrentTerm: 3, VotedFor: 2, Log: entriesOf(1, 1, 2)}
	cases := []struct {
		situation string
		record    Save
		want      Saved
		fails     bool
	}{
		{"only the vote", Save{CurrentTerm: 4, VotedFor: 1}, Saved{4, 1, entriesOf(1, 1, 2)}, false},
		{"entries at the end", Save{CurrentTerm: 3, VotedFor: 2, From: 4, Entries: entriesOf(3)}, Saved{3, 2, append(entriesOf(1, 1, 2), entriesOf(3)...)}, false},
		{"entries in the middle", Save{CurrentTerm: 3, From: 2, Entries: entriesOf(3)}, Saved{3, None, append(entriesOf(1), entriesOf(3)...)}, false},
		{"a log that just ends", Save{CurrentTerm: 3, VotedFor: 2, From: 2}, Saved{3, 2, entriesOf(1)}, false},
		{"a log that ends at once", Save{CurrentTerm: 3, VotedFor: 2, From: 1}, Saved{3, 2, []Entry{}}, false},
		{"a term that goes back", Save{CurrentTerm: 2}, before, true},
		{"a hole in the log", Save{CurrentTerm: 3, From: 5, Entries: entriesOf(3)}, before, true},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			got := before
			err := got.Apply(c.record)
			assert.Equal(t, c.fails, err != nil, "%v", err)
			assert.Equal(t, c.want, got)
			assert.Equal(t, entriesOf(1, 1, 2), before.Log, "copies of the state do not change with it")
		})
	}
}

func TestRestartFromSaved(t *testing.T) {
	saved := Saved{CurrentTerm: 7, VotedFor: 3, Log: entriesOf(1, 6)}
	n, err := New(testConfig(1, 3))
	require.NoError(t, err)
	out := n.Step(1000, Restart{saved})
	assert.Equal(t, Term(7), n.CurrentTerm)
	assert.Equal(t, NodeID(3), n.VotedFor)
	assert.Equal(t, saved.Log, n.Log.From(1))
	assert.Equal(t, Follower, n.Role)
	assert.Nil(t, out.Save, "what comes from the disk need not go back")
	assert.Empty(t, out.Messages)
	assert.Empty(t, out.Apply)
	assert.GreaterOrEqual(t, out.WakeAt, Time(1000).Add(testElectionMin))
	require.NoError(t, n.Check())
}
