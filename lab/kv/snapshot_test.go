package kv_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab/kv"
	"raftlab/raft/wire"
)

// TestASnapshotIsTheStateMachine: the store, and the table of sessions where there is one.
func TestASnapshotIsTheStateMachine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store := kv.NewStore()
		for range rapid.IntRange(0, 9).Draw(t, "commands") {
			store.Apply(kv.Command{Op: kv.Put, Key: rapid.StringN(0, 3, 9).Draw(t, "key"),
				Value: rapid.StringN(0, 5, 15).Draw(t, "value")})
		}
		var sessions *kv.Sessions
		if rapid.Bool().Draw(t, "sessions") {
			sessions = &kv.Sessions{Now: 7}
			for client := range rapid.IntRange(0, 3).Draw(t, "open") {
				sessions.Open = append(sessions.Open, kv.Session{Client: kv.ClientID(client + 1), Lowest: 1,
					Results: []kv.Stored{{Sequence: 1, Result: kv.Result{Done: true, Value: "1"}}}})
			}
		}
		b := kv.AppendSnapshot(nil, store, sessions)
		gotStore, gotSessions, err := kv.ReadSnapshot(b)
		require.NoError(t, err)
		require.Equal(t, store.Pairs(), gotStore.Pairs())
		require.Equal(t, store.Hash(), gotStore.Hash())
		require.Equal(t, sessions == nil, gotSessions == nil)
		if sessions != nil {
			require.Equal(t, sessions.Hash(), gotSessions.Hash())
		}
		require.Equal(t, b, kv.AppendSnapshot(nil, gotStore, gotSessions), "equal content, equal bytes")
		for n := range b {
			_, _, err := kv.ReadSnapshot(b[:n])
			require.ErrorIs(t, err, wire.ErrShort)
		}
	})
	_, _, err := kv.ReadSnapshot([]byte{9})
	assert.ErrorIs(t, err, wire.ErrVersion)
	_, _, err = kv.ReadSnapshot(append(kv.AppendSnapshot(nil, kv.NewStore(), nil), 0))
	assert.Error(t, err)
}
