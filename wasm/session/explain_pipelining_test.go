package session_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/raftcluster"
	"raftlab/wasm/protocol"
)

// TestLeadersThatDoNotWaitAreExplained plays the stories, and explains lines of theirs.
func TestLeadersThatDoNotWaitAreExplained(t *testing.T) {
	for _, test := range []struct{ scenario, line, sentence string }{
		{"b7-pipelining", "S1 progress S2 replicate", "From now on S1 sends to it without waiting"},
		{"b7-pipeline-loses-a-message", "S1 progress S2 probe", "S2 has refused a message: one before it was lost"},
		{"b7-crash-before-own-disk", "1142000 S1 save", "sends them meanwhile"},
		{"b7-parallel-disk", "S1 saved", "The disk of S1 has its log up to 1 now, so S1 counts its own copy. That"},
		{"b7-parallel-disk", "1242000 S1 saved", "Those entries were committed before"},
		{"b7-parallel-disk", "1354000 S1 saved", "with it a majority has the entries up to 3, and they are committed"},
	} {
		e := played(t, protocol.StartRequest{Scenario: test.scenario})
		x := e.why(t, test.line)
		assert.Contains(t, x.Sentence, test.sentence, test.line)
		assert.NotEmpty(t, x.Place, test.line)
	}
}

// TestLeadersShowTheirPipelines, and only where there are some.
func TestLeadersShowTheirPipelines(t *testing.T) {
	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Scenario: "b7-pipelining", Event: 101})
	flow := raftOf(f.Servers[0]).Flow
	require.NotNil(t, flow)
	assert.Equal(t, []raftcluster.ProgressView{
		{InFlight: []uint64{}}, {State: "replicate", InFlight: []uint64{2, 3, 4, 5, 6}},
		{State: "replicate", InFlight: []uint64{2, 3, 4, 5, 6}},
	}, flow.Followers)
	assert.EqualValues(t, -1, flow.Durable, "it waits for its disk")
	assert.Contains(t, f.Servers[0].Rows, [2]string{"messages in flight", "10"})
	assert.Empty(t, raftOf(f.Servers[1]).Flow.Followers, "it does not lead")

	f = k.frame(protocol.StartRequest{Scenario: "b7-crash-before-own-disk", Event: 90})
	assert.EqualValues(t, 1, raftOf(f.Servers[0]).Flow.Durable)
	assert.Contains(t, f.Servers[0].Rows, [2]string{"on disk up to", "1"})
	f = k.frame(protocol.StartRequest{Scenario: "b7-together", Event: 90})
	assert.Nil(t, raftOf(f.Servers[0]).Flow)
}
