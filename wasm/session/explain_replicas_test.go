package session_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/protocols/known"
	"raftlab/lab/replicacluster"
	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
)

// replicaStories are the stories of replication without consensus.
func replicaStories(t *testing.T) []string {
	t.Helper()
	all, err := scenarios.All()
	require.NoError(t, err)
	var ids []string
	for _, scenario := range all {
		of, err := known.Protocols().Of(scenario)
		require.NoError(t, err)
		if of.ID() == replicacluster.ID {
			ids = append(ids, scenario.ID)
		}
	}
	require.NotEmpty(t, ids)
	return ids
}

// What a server of this protocol does in any story has a reason.
func TestEveryStepOfReplicasIsExplained(t *testing.T) {
	for _, id := range replicaStories(t) {
		e := played(t, protocol.StartRequest{Scenario: id})
		seen := map[string]bool{}
		for i, line := range e.lines {
			fields := strings.Fields(line)
			if len(fields) < 4 || !strings.HasPrefix(fields[2], "S") || strings.HasPrefix(line, "#") {
				continue
			}
			kind := fields[3]
			if len(fields) > 6 {
				kind += " " + fields[6]
			}
			switch fields[3] {
			case "asked", "deliver", "wake", "control", "restart", "save", "send", "primary", "fenced", "fallback",
				"version", "hint", "handed-off", "transaction", "blocked", "refuses", "history":
			default:
				continue
			}
			if seen[kind] {
				continue
			}
			seen[kind] = true
			x := e.explain(t, i+1)
			assert.NotEmpty(t, x.Sentence, "%s: %s", id, line)
			assert.NotEmpty(t, x.Place, "%s: %s", id, line)
		}
	}
}

func TestReplicasAreExplained(t *testing.T) {
	for _, test := range []struct{ scenario, line, sentence string }{
		{"g6-semi-sync", "S3 primary epoch=2", "S3 takes the place of the primary, with the history that it has."},
		{"g6-async-tail", "S1 history from=2 entries=1 removed",
			"It cuts them off: there is one history, and it is the primary's."},
		{"g6-write-back", "S1 deliver m43 S2 ReadReply", "goes to the replicas before the client is told."},
		{"h3-last-item", "S1 version stock ann(S1:2)|bob",
			"S1 keeps both, until a write that has seen both replaces them."},
		{"h2-coordinator-dies", "S2 blocked t2", "nobody who answers knows the decision."},
		{"h4-hinted-hand-off", "S4 hint for=S3", "so S4 keeps it, and hands it over later."},
	} {
		e := played(t, protocol.StartRequest{Scenario: test.scenario})
		assert.Contains(t, e.why(t, test.line).Sentence, test.sentence, test.line)
	}
}

// The page draws versions, and who counts.
func TestReplicasShowTheirVersions(t *testing.T) {
	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Scenario: "g6-reads-go-back", Event: 181})
	part, ok := f.Servers[0].Part.Value.(replicacluster.ReplicaView)
	require.True(t, ok)
	assert.Equal(t, "replica", part.Role)
	require.Len(t, part.Keys, 1)
	assert.Equal(t, "2", part.Keys[0].Read)
	assert.Equal(t, replicacluster.VersionView{
		Value: "2", Vector: "S1:2", Writer: 1, Count: 2, Number: 2, Clock: part.Keys[0].Versions[0].Clock, On: []int{1},
	}, part.Keys[0].Versions[0])
	run, ok := f.Part.Value.(replicacluster.ReplicasRun)
	require.True(t, ok)
	assert.Equal(t, []int{3, 2, 2}, []int{run.N, run.W, run.R})
	require.Len(t, run.Versions, 2)
	assert.Equal(t, []int{1}, run.Versions[1].Replaces)
	var failed bool
	for _, count := range run.Counts {
		one := count.Text == "put x 2" && count.Phase == "write" && count.Got == 1
		failed = failed || one && count.Over && !count.Done
	}
	assert.True(t, failed, "the write has 1 of 2, and is over")
}
