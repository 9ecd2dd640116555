package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

// TestTheLinksOfClientsShowWhatIsOnThem: a request on its way, an answer that is lost, and nothing once the client
// has given up.
func TestTheLinksOfClientsShowWhatIsOnThem(t *testing.T) {
	const begin = "servers 3\nelection-timeout 10s 20s\njitter 0ms\nelect S1\nawait commit 1\n" +
		"cut S1 > C2\nhold C3 > S1\n"
	carried := func(script string) []lab.Carried {
		return played(t, begin+script).Carried(9)
	}
	const ask = "put x 1 as C2\nput y 2 as C3\n"

	way := carried(ask)
	require.Len(t, way, 2)
	assert.Equal(t, []any{lab.Client(2), lab.ServerID(1), false, "put x 1", false, false}, parts(way[0]))

	later := carried(ask + "run 200ms\n")
	require.Len(t, later, 2)
	assert.Equal(t, []any{lab.Client(3), lab.ServerID(1), false, "put y 2", true, false}, parts(later[0]))
	assert.Equal(t, []any{lab.Client(2), lab.ServerID(1), true, "ok 1", false, true}, parts(later[1]))

	assert.Len(t, carried(ask+"run 3s\n"), 1, "the held request stays on its link")
	assert.Empty(t, carried(ask+"run 3s\nrecover\nrun 1s\n"))
}

// played is the world at the end of a script.
func played(t *testing.T, script string) *lab.World {
	t.Helper()
	c := raftcluster.New(raftcluster.DefaultSetup())
	runner, err := story.NewRunner(parse(t, "# T: T\n"+script), c, raftcluster.InProcess{}, nil)
	require.NoError(t, err)
	require.NoError(t, runner.Finish(eventLimit))
	return runner.World()
}

func parts(c lab.Carried) []any { return []any{c.Client, c.Server, c.Answer, c.Text, c.Held, c.Lost} }

// TestTheLinksOfClientsShowTheirFaults: only those that have one are listed.
func TestTheLinksOfClientsShowTheirFaults(t *testing.T) {
	w := played(t, "servers 3\nelect S1\ncut S1 > C2\nflaky C2 > S1 30%\nlatency C9 > S3 200ms\nput x 1 as C4\n")
	assert.ElementsMatch(t, []lab.ClientLink{
		{From: 1, To: lab.Client(2), Cut: true},
		{From: lab.Client(2), To: 1, FlakyPermille: 300},
		{From: lab.Client(9), To: 3, Latency: 200 * lab.Millisecond},
	}, w.ClientLinks())
	assert.Equal(t, lab.ServerID(1), w.AskedLast(lab.Client(4)))
	assert.Zero(t, w.AskedLast(lab.Client(2)))
}
