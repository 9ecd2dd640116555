package replicas_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/replicas"
	"raftlab/raft/wire"
)

func version(value string) replicas.Versioned {
	return replicas.Versioned{
		Version: replicas.Vector{{Node: 1, Count: 2}, {Node: 3, Count: 1}}, Writer: 3, Clock: 7, Value: value,
	}
}

// full is a state in which every field has a value.
func full() replicas.State {
	deleted := replicas.Versioned{Deleted: true, Writer: 1, Version: replicas.Vector{{Node: 1, Count: 1}}}
	versions := []replicas.Versioned{version("a"), deleted}
	return replicas.State{
		ID: 2, Kind: replicas.SemiSync, Role: replicas.Backup, Epoch: 4, Primary: 1, Fenced: true, Called: 3,
		Entries: []replicas.Entry{{Epoch: 1, By: 1, Request: 9, Command: []byte("c")}}, Members: replicas.SetOf(1, 3),
		Match: []uint64{0, 4, 5}, Fallen: true,
		Pending: []replicas.Pending{{Request: 1, Index: 2, Done: true, Value: "v"}},
		Waits:   3, Silence: 5, Positions: []replicas.Position{{Node: 1, Epoch: 2, Index: 3}},
		Keys: []replicas.Key{{Name: "x", Versions: versions, Has: replicas.SetOf(2)}},
		Hints: []replicas.Hint{{For: 3, Key: "x",
			Version: version("b")}}, Count: 6, Exchanged: 1, Ticks: 8, Refuses: true,
		Operations: []replicas.Operation{{
			Request: 3, Command: []byte("d"), Key: "x",
			Writes: true, Spread: versions, Done: true, Value: "v", Over: true,
			Replies: []replicas.Reply{{From: 1, Versions: versions}}, Ticks: 2,
			Acks: []replicas.Ack{{From: 4, Hint: true}},
		}},
		Transactions: []replicas.Transaction{{
			ID: 1, Request: 2, Command: []byte("e"), Phase: replicas.Ready, Value: "v",
			Votes: []replicas.Vote{{From: 2, Yes: true}}, PreCommits: replicas.SetOf(2), Told: replicas.SetOf(3),
			Leads: true, Asks: true, Blocked: true, Ticks: 4,
			Standings: []replicas.Standing{{From: 1, Phase: replicas.Aborted, Coordinator: true}},
		}},
	}
}

func TestStateAndMessageSurviveTheirBytes(t *testing.T) {
	state, err := replicas.DecodeState(replicas.AppendState(nil, full()))
	require.NoError(t, err)
	assert.Equal(t, full(), state)

	m := replicas.Message{
		Kind: replicas.Exchange, From: 1, To: 2, Number: 3, Epoch: 4, Index: 5, Last: full().Entries[0],
		Entries: full().Entries, At: full().Positions[0], OK: true, For: 3, Keys: full().Keys,
		Digests: []replicas.KeyHash{{Name: "x", Hash: 1 << 60}}, Back: true, Command: []byte("c"),
		Phase: replicas.Committed, Decision: replicas.Commit,
	}
	got, err := replicas.DecodeMessage(replicas.AppendMessage(nil, m))
	require.NoError(t, err)
	assert.Equal(t, m, got)
}

// Bytes that were cut, or that go on, are an error and never a panic; so is every value out of its range.
func TestDamagedBytesAreAnError(t *testing.T) {
	whole := replicas.AppendState(nil, full())
	for n := range whole {
		_, err := replicas.DecodeState(whole[:n])
		assert.Error(t, err, "%d bytes", n)
	}
	_, err := replicas.DecodeState(append(whole, 0))
	assert.ErrorIs(t, err, wire.ErrExcess)
	for i, name := range []string{"version", "kind", "role"} {
		damaged := append([]byte{}, whole...)
		damaged[i] = 99
		_, err := replicas.DecodeState(damaged)
		assert.Error(t, err, name)
	}
	_, err = replicas.DecodeMessage(replicas.AppendMessage(nil, replicas.Message{Kind: replicas.PhaseIs + 1}))
	assert.ErrorIs(t, err, wire.ErrValue)
}

func FuzzDecode(f *testing.F) {
	f.Add(replicas.AppendState(nil, full()))
	f.Add(replicas.AppendMessage(nil, replicas.Message{Kind: replicas.Read, From: 1, To: 2}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if state, err := replicas.DecodeState(b); err == nil {
			assert.Equal(t, b, replicas.AppendState(nil, state))
		}
		if m, err := replicas.DecodeMessage(b); err == nil {
			assert.Equal(t, b, replicas.AppendMessage(nil, m))
		}
	})
}

func TestDurableLeavesOutWhatAServerForgets(t *testing.T) {
	d := full().Durable()
	assert.Empty(t, d.Operations)
	assert.Empty(t, d.Pending)
	assert.Zero(t, d.Ticks)
	assert.Equal(t, full().Hints, d.Hints)
	assert.Equal(t, full().Entries, d.Entries)
	voted := replicas.Transaction{ID: 1, Command: []byte("e"), Phase: replicas.Ready, Value: "v"}
	assert.Equal(t, voted, d.Transactions[0])
}
