package raftcluster

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab"
	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/reference"
	"raftlab/raft/wire"
)

func TestConfigurationsSurviveEncoding(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		duration := rapid.Int64Range(0, 1<<40)
		leases, drift := rapid.Bool().Draw(rt, "leases"), 0
		if leases {
			drift = rapid.IntRange(0, 1000).Draw(rt, "drift")
		}
		want := Config{
			ID: raft.NodeID(
				rapid.Uint32Range(0, uint32(raft.MaxNodeID)).Draw(rt, "id"),
			), Servers: rapid.IntRange(1, 63).Draw(rt, "servers"),
			Rules: rapid.String().Draw(rt, "rules"), Seed: rapid.Uint64().Draw(rt, "seed"),
			ElectionTimeoutMin:   raft.Duration(duration.Draw(rt, "min")),
			ElectionTimeoutMax:   raft.Duration(duration.Draw(rt, "max")),
			HeartbeatInterval:    raft.Duration(duration.Draw(rt, "heartbeat")),
			MaxEntriesPerMessage: rapid.IntRange(0, 1<<30).Draw(rt, "batch"),
			Leases:               node.Leases{On: leases, DriftPermille: drift},
			Elections: node.Elections{
				PreVote: rapid.Bool().Draw(rt, "prevote"), Stickiness: rapid.Bool().Draw(rt, "stickiness"),
				CheckQuorum: rapid.Bool().Draw(rt, "check-quorum"), Manual: rapid.Bool().Draw(rt, "by hand"),
			},
		}
		if rapid.Bool().Draw(rt, "sessions") {
			want.Sessions = SessionSetup{
				On: true, Given: rapid.Bool().Draw(rt, "given"),
				Expiry: raft.Duration(duration.Draw(rt, "expiry")),
			}
		}
		want.Pipelining = node.Pipelining{
			Window:       rapid.IntRange(0, maxWindow).Draw(rt, "window"),
			ParallelDisk: rapid.Bool().Draw(rt, "parallel disk"),
		}
		if rapid.Bool().Draw(rt, "snapshots") {
			want.Snapshots = SnapshotSetup{
				ChunkBytes: rapid.IntRange(1, maxChunk).Draw(rt, "chunk"),
				Every:      rapid.IntRange(0, maxEvery).Draw(rt, "every"),
			}
		}
		got, err := DecodeConfig(want.Encode())
		require.NoError(rt, err)
		assert.Equal(rt, want, got)
	})
}

func TestInvalidConfigurationsAreRefused(t *testing.T) {
	good := Config{ID: 1, Servers: 3}
	for name, test := range map[string]struct {
		bytes []byte
		want  error
	}{
		"another version":               {append([]byte{configVersion + 1}, good.Encode()[1:]...), wire.ErrVersion},
		"no servers":                    {Config{ID: 1}.Encode(), wire.ErrValue},
		"64 servers":                    {Config{ID: 1, Servers: 64}.Encode(), wire.ErrValue},
		"half of it":                    {good.Encode()[:4], wire.ErrShort},
		"a chapter 0":                   {append(good.Encode(), 0), wire.ErrValue},
		"a chapter to come":             {append(good.Encode(), 99), wire.ErrValue},
		"a chapter twice":               {append(good.Encode(), electionsTag, 1, electionsTag, 1), wire.ErrValue},
		"a chapter without what it has": {append(good.Encode(), electionsTag), wire.ErrShort},
		"a chapter that is off":         {append(good.Encode(), electionsTag, 0), wire.ErrValue},
		"a switch to come":              {append(good.Encode(), electionsTag, electionBits), wire.ErrValue},
		"a pipeline that is off":        {append(good.Encode(), pipeliningTag, 0, 0), wire.ErrValue},
		"nothing":                       {nil, wire.ErrShort},
	} {
		_, err := DecodeConfig(test.bytes)
		assert.ErrorIs(t, err, test.want, name)
	}
}

func TestViewEqualsTheServersState(t *testing.T) {
	log := []raft.Entry{put(1, "x", "1"), put(2, "y", "2"), {Term: 3, Kind: raft.NoOp, Command: []byte{}}}
	server, err := node.New(
		Config{
			ID:                   2,
			Servers:              3,
			ElectionTimeoutMin:   7,
			ElectionTimeoutMax:   7,
			HeartbeatInterval:    1,
			MaxEntriesPerMessage: 1,
		}.node(
			reference.Rules(),
		),
	)
	require.NoError(t, err)
	server.Step(5, node.Restart{Saved: raft.Saved{CurrentTerm: 3, VotedFor: 2, Log: log}})
	var v View
	require.NoError(t, DecodeView(&v, appendView(nil, server, viewOf(server, 2), 99, 0)))
	assert.Equal(t, View{
		CurrentTerm: 3, VotedFor: 2, ElectionDeadline: 12, ElectionTimeout: 7,
		LogFrom: 2, Entries: log[1:], LastIndex: 3, StoreHash: 99,
	}, v)

	server.BecomeLeader()
	server.MatchIndex[3] = 1
	require.NoError(t, DecodeView(&v, appendView(nil, server, changed{}, 99, 0)))
	assert.Equal(t, raft.Leader, v.Role)
	assert.Equal(t, []raft.Index{4, 4, 4}, v.NextIndex)
	assert.Equal(t, []raft.Index{0, 3, 1}, v.MatchIndex)
	assert.Empty(t, v.Entries)
}

func TestTooLargeServerNumberIsRefused(t *testing.T) {
	_, err := DecodeConfig(Config{ID: raft.MaxNodeID + 1, Servers: 3}.Encode())
	assert.ErrorIs(t, err, wire.ErrValue)
}

// Bytes from another machine may be anything. They give an error or a value, and encoding the value gives the same
// bytes; views are only decoded.
func FuzzCodecs(f *testing.F) {
	node, err := node.New(
		Config{
			ID:                   1,
			Servers:              3,
			ElectionTimeoutMin:   2,
			ElectionTimeoutMax:   2,
			HeartbeatInterval:    1,
			MaxEntriesPerMessage: 1,
		}.node(
			reference.Rules(),
		),
	)
	require.NoError(f, err)
	node.Log = raft.LogOf(put(1, "x", "1"))
	f.Add(appendView(nil, node, viewOf(node, 1), 3, 4))
	f.Add(Config{ID: 1, Servers: 3, Rules: ReferenceRules}.Encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := DecodeConfig(data); err == nil && !bytes.Equal(c.Encode(), data) {
			t.Errorf("configuration % x is written again as % x", data, c.Encode())
		}
		var v View
		_ = DecodeView(&v, data)
		c := New(DefaultSetup())
		c.DescribeMessage(nil, data)
	})
}

// A server's inputs come from another machine, too.
func TestServerRefusesInvalidInputs(t *testing.T) {
	config := Config{
		ID:                   1,
		Servers:              3,
		Rules:                ReferenceRules,
		ElectionTimeoutMin:   2,
		ElectionTimeoutMax:   2,
		HeartbeatInterval:    1,
		MaxEntriesPerMessage: 1,
	}
	for name, in := range map[string]lab.Input{
		"a message of garbage":     {Kind: lab.Deliver, Payload: []byte("garbage")},
		"a nudge that is not ours": {Kind: lab.Control, Payload: []byte("dance")},
		"an input of no kind":      {},
		"a save that is not ours":  {Kind: lab.Durable, Payload: []byte{1}},
	} {
		t.Run(name, func(t *testing.T) {
			machine, err := InProcess{}.Start(1, config.Whole(false))
			require.NoError(t, err)
			_, err = machine.Step(0, in)
			assert.Error(t, err)
		})
	}
	_, err := InProcess{}.Start(1, []byte("garbage"))
	assert.Error(t, err)
}

// A server wrote its own disk. If the disk cannot be read, the server is not sound.
func TestServerWithUnreadableDiskIsNotSound(t *testing.T) {
	config := Config{
		ID:                   1,
		Servers:              3,
		Rules:                ReferenceRules,
		ElectionTimeoutMin:   2,
		ElectionTimeoutMax:   2,
		HeartbeatInterval:    1,
		MaxEntriesPerMessage: 1,
	}
	for _, record := range [][]byte{[]byte("garbage"), raft.AppendSave(nil, raft.Save{CurrentTerm: 1, From: 3})} {
		machine, err := InProcess{}.Start(1, config.Whole(false))
		require.NoError(t, err)
		out, err := machine.Step(0, lab.Input{Kind: lab.Boot, Records: [][]byte{record}})
		require.NoError(t, err)
		assert.Contains(t, out.Broken, "it cannot read what it saved: disk record 1 of 1: ")
	}
}
