package session_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/protocols"
	"raftlab/lab/protocols/known"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
	"raftlab/wasm/session"
)

// lacking are requests that an engine with Raft alone cannot carry out, each with a protocol of its own.
var lacking = map[string]protocol.StartRequest{
	"a story":           {Scenario: "g1-must-obey"},
	"a text":            {Text: "# T: A text\nprotocol zab\nservers 3\n"},
	"a random schedule": {Scenario: "replicas-schedule-3"},
}

// TestAnEngineWithRaftAloneSaysWhatItLacks: the page then asks an engine with all protocols. The run before goes on.
func TestAnEngineWithRaftAloneSaysWhatItLacks(t *testing.T) {
	alone := protocols.Set{raftcluster.Protocol{}}
	k := &talk{t: t, session: session.New(alone, scenarios.Collection(), alone, alone)}
	k.frame(protocol.StartRequest{Servers: 3, Seed: "7"})
	for name, ask := range lacking {
		reply, ok := k.say(ask).(protocol.Failure)
		require.True(t, ok, name)
		assert.True(t, reply.Lacks, name)
	}
	assert.Equal(t, "7", k.frame(protocol.StepRequest{}).Seed)
	for name, ask := range map[string]protocol.StartRequest{
		"a wrong number of servers": {Servers: 100},
		"unknown rules":             {Scenario: figure8, Rules: "nobody"},
		"a text that is wrong":      {Text: "# T: A text\nservers 3\nfly S1\n"},
	} {
		reply, ok := k.say(ask).(protocol.Failure)
		require.True(t, ok, name)
		assert.False(t, reply.Lacks, name)
	}
}

func TestAnEngineWithAllProtocolsLacksNone(t *testing.T) {
	k := newTalk(t)
	for name, ask := range lacking {
		assert.IsType(t, protocol.Frame{}, k.say(ask), name)
	}
	assert.Equal(t, len(known.Protocols()), len(lacking)+1, "each protocol but Raft is lacking")
}
