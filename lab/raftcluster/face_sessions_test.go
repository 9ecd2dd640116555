package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
)

// pictured plays a script and gives what a page shows of a server at its end.
func pictured(t *testing.T, script string, id lab.ServerID) raftcluster.RaftView {
	t.Helper()
	c, _, err := perform(t, raftcluster.InProcess{}, script)
	require.NoError(t, err)
	view, ok := c.Face().Server(id, nil).Part.Value.(raftcluster.RaftView)
	require.True(t, ok)
	return view
}

// TestATableOfSessionsIsShown: each open session with its client, its results, and the moment at which it expires.
func TestATableOfSessionsIsShown(t *testing.T) {
	view := pictured(t, `servers 3
election-timeout 10s 20s
sessions expire 3s
jitter 0ms
elect S1
increment n as C1
await answers
compare-and-set n 4 5 as C2
await answers
run 100ms
`, 2).Sessions
	require.NotNil(t, view)
	require.Len(t, view.Open, 2)
	first, second := view.Open[0], view.Open[1]
	assert.Equal(t, raftcluster.SessionView{
		Session: 2, Client: 1, Lowest: 1, Results: []raftcluster.ResultView{{Sequence: 1, Text: "ok 1"}},
		ExpiresAt: first.ExpiresAt,
	}, first)
	assert.Equal(t, []raftcluster.ResultView{{Sequence: 1, Text: "refused 1"}}, second.Results)
	assert.Equal(t, view.Now+3_000_000, second.ExpiresAt, "it was used by the last entry")
	assert.Less(t, first.ExpiresAt, second.ExpiresAt)
	assert.Nil(t, pictured(t, "servers 3\nelect S1\n", 1).Sessions)
}

// TestGivenSessionsAreShownOnceUsed, for there is one for each client that a world can have.
func TestGivenSessionsAreShownOnceUsed(t *testing.T) {
	view := pictured(t, "servers 3\nsessions given\nelect S1\nput x 1 as C3\nawait answers\nrun 100ms\n", 1).Sessions
	require.Len(t, view.Open, 1)
	assert.Equal(t, raftcluster.SessionView{
		Session: 3, Client: 3, Lowest: 1, Results: []raftcluster.ResultView{{Sequence: 1, Text: "ok 1"}},
	}, view.Open[0])
}

// TestReadsThatCannotBeginAreShown: a new leader has committed nothing of its term, so it does not know yet which index
// a read needs (§8).
func TestReadsThatCannotBeginAreShown(t *testing.T) {
	const asked = "servers 3\njitter 0ms\nelect S1\nhold S1 > S2\nhold S1 > S3\nget x index via S1\nrun 15ms\n"
	view := pictured(t, asked, 1).Reads
	require.NotNil(t, view)
	assert.Empty(t, view.Pending)
	require.Len(t, view.Waiting, 1)
	assert.Zero(t, view.Waiting[0].From)
	after := pictured(t, asked+"release all\nawait answers\n", 1).Reads
	require.NotNil(t, after)
	assert.Empty(t, after.Waiting)
}
