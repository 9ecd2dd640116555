package node

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/raft"
	"raftlab/raft/rafttest"
)

func withSnapshots(c *Config) { c.Snapshots.ChunkBytes = 4 }

// snapshotLeader leads term 3 of three with its no-op as entry 4, and has committed and applied all four with S2. It
// has taken a snapshot of them. S3 has answered nothing.
func snapshotLeader(t *testing.T, data string) (*Node, Output) {
	t.Helper()
	config := testConfig(1, 3)
	withSnapshots(&config)
	n, err := New(config)
	require.NoError(t, err)
	n.Step(0, Restart{raft.Saved{CurrentTerm: 2, Log: rafttest.Entries(1, 1, 2)}})
	n.Step(0, TimeoutNow{})
	n.Step(0, receive(2, 1, raft.RequestVoteReply{Term: 3, VoteGranted: true}))
	require.Equal(t, raft.Leader, n.Role)
	out := n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 3, Success: true, MatchIndex: 4}))
	require.Len(t, out.Apply, 4)
	out = n.Step(0, TakeSnapshot{Data: []byte(data)})
	require.NoError(t, n.Check())
	return n, out
}

// TestASnapshotCutsTheLog (§7): both are to be saved, the snapshot first.
func TestASnapshotCutsTheLog(t *testing.T) {
	n, out := snapshotLeader(t, "content")
	require.NotNil(t, out.Snapshot)
	assert.Equal(t, raft.Snapshot{Meta: raft.SnapshotMeta{LastIndex: 4, LastTerm: 3,
		Configuration: raft.ConfigurationOf(1, 2, 3)}, Data: []byte("content")}, *out.Snapshot)
	assert.Equal(t, raft.CutLog{Base: 4, BaseTerm: 3, Save: raft.Save{CurrentTerm: 3, VotedFor: 1, From: 5}}, *out.Cut)
	assert.Nil(t, out.Save)
	assert.Equal(t, raft.Index(4), n.Log.Base())
	out = n.Step(0, TakeSnapshot{Data: []byte("content")})
	assert.Nil(t, out.Snapshot, "nothing new is applied")
}

// TestSnapshotsAreOffByDefault: then none is taken, and none is taken in.
func TestSnapshotsAreOffByDefault(t *testing.T) {
	n, _ := startLeader(t, 1, 3, 1, 1)
	out := n.Step(0, TakeSnapshot{Data: []byte("x")})
	assert.Nil(t, out.Snapshot)
	follower := startNode(t, 3, 3, 1)
	out = follower.Step(0, receive(2, 1, raft.InstallSnapshot{Term: 3, LeaderID: 2, Done: true,
		Meta: raft.SnapshotMeta{LastIndex: 4, LastTerm: 2}}))
	assert.Empty(t, out.Messages)
	config := testConfig(1, 3)
	config.Snapshots.ChunkBytes = -1
	assert.ErrorIs(t, config.Validate(), ErrChunk)
}

// chunkTo is the chunk for a follower, if there is one.
func chunkTo(t *testing.T, out Output, to raft.NodeID) *raft.InstallSnapshot {
	t.Helper()
	for _, m := range out.Messages {
		if chunk, ok := m.Body.(raft.InstallSnapshot); ok && m.To == to {
			return &chunk
		}
	}
	return nil
}

// TestChunksFollowEachOther (Figure 13): each answer brings the next one, and a heartbeat brings the same once more.
func TestChunksFollowEachOther(t *testing.T) {
	n, _ := snapshotLeader(t, "0123456789")
	beat := func() Output { return n.Step(n.heartbeatDue, Wake{}) }
	out := n.Step(0, receive(3, 1, raft.AppendEntriesReply{Term: 3, ConflictIndex: 1}))
	chunk := chunkTo(t, out, 3)
	require.NotNil(t, chunk, "S3 needs entry 1, which is gone")
	assert.Equal(t, "0123", string(chunk.Data))
	assert.False(t, chunk.Done)
	assert.Equal(t, "0123", string(chunkTo(t, beat(), 3).Data), "again")
	assert.Nil(t, chunkTo(t, out, 2))

	chunk = chunkTo(t, n.Step(n.now, receive(3, 1, raft.InstallSnapshotReply{Term: 3, Offset: 4})), 3)
	assert.Equal(t, "4567", string(chunk.Data))
	out = n.Step(n.now, receive(3, 1, raft.InstallSnapshotReply{Term: 3, Offset: 4}))
	assert.Empty(t, out.Messages, "an answer that brings nothing new starts nothing")
	chunk = chunkTo(t, n.Step(n.now, receive(3, 1, raft.InstallSnapshotReply{Term: 3, Offset: 8})), 3)
	assert.Equal(t, "89", string(chunk.Data))
	assert.True(t, chunk.Done)
	n.Step(n.now, receive(3, 1, raft.InstallSnapshotReply{Term: 3, Offset: 0}))
	assert.Equal(t, "0123", string(chunkTo(t, beat(), 3).Data), "S3 has lost what it had")

	n.Step(n.now, Propose{Request: 1, Command: []byte("x")})
	out = n.Step(n.now, receive(3, 1, raft.InstallSnapshotReply{Term: 3, MatchIndex: 4}))
	entries := only[raft.AppendEntries](t, out)
	assert.Equal(t, raft.Index(4), entries.PrevLogIndex)
	assert.Len(t, entries.Entries, 1, "what comes after the snapshot")
	assert.Empty(t, n.SnapshotTransfers())
}

// TestWhatIsOnItsWayKeepsTheLog: a newer snapshot cuts no entry that S3 needs after the one that it gets; once S3 is
// silent for an interval, it does.
func TestWhatIsOnItsWayKeepsTheLog(t *testing.T) {
	n, _ := snapshotLeader(t, "0123456789")
	n.Step(0, receive(3, 1, raft.AppendEntriesReply{Term: 3, ConflictIndex: 1}))
	n.Step(0, Propose{Request: 1, Command: []byte("x")})
	n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 3, Success: true, MatchIndex: 5}))
	out := n.Step(0, TakeSnapshot{Data: []byte("newer")})
	assert.Equal(t, raft.Index(5), out.Snapshot.Meta.LastIndex)
	assert.Nil(t, out.Cut)
	assert.Equal(t, raft.Index(4), n.Log.Base())
	for range 3 {
		out = n.Step(n.heartbeatDue, Wake{})
		require.NoError(t, n.Check())
	}
	assert.Equal(t, raft.Index(5), n.Log.Base())
	assert.Equal(t, raft.Index(5), chunkTo(t, n.Step(n.heartbeatDue, Wake{}), 3).Meta.LastIndex, "the newest one")
}

// TestASnapshotIsInstalled: the state machine takes it on before the answer leaves, and all of it is saved.
func TestASnapshotIsInstalled(t *testing.T) {
	config := testConfig(1, 3)
	withSnapshots(&config)
	n, err := New(config)
	require.NoError(t, err)
	n.Step(0, Restart{raft.Saved{CurrentTerm: 1, Log: rafttest.Entries(1, 1, 1, 1)}})
	meta := raft.SnapshotMeta{LastIndex: 3, LastTerm: 2, Configuration: raft.ConfigurationOf(1, 2, 3)}
	chunk := raft.InstallSnapshot{Term: 2, LeaderID: 2, Meta: meta, Data: []byte("0123")}
	out := n.Step(0, receive(2, 1, chunk))
	assert.Equal(t, raft.InstallSnapshotReply{Term: 2, Offset: 4}, only[raft.InstallSnapshotReply](t, out))
	assert.Nil(t, out.Snapshot)
	assert.Equal(t, &raft.Save{CurrentTerm: 2}, out.Save, "the term is saved before the answer")
	clone := n.Clone()

	chunk.Offset, chunk.Data, chunk.Done = 4, []byte("45"), true
	out = n.Step(0, receive(2, 1, chunk))
	require.NoError(t, n.Check())
	assert.Equal(t, raft.Snapshot{Meta: meta, Data: []byte("012345")}, *out.Restore)
	assert.Equal(t, out.Restore, out.Snapshot)
	assert.Equal(t, raft.CutLog{Base: 3, BaseTerm: 2, Save: raft.Save{CurrentTerm: 2, From: 4}}, *out.Cut)
	assert.Equal(t, raft.Index(4), out.LogFrom, "observers see that the tail is gone")
	assert.Equal(t, raft.InstallSnapshotReply{Term: 2, MatchIndex: 3}, only[raft.InstallSnapshotReply](t, out))
	assert.Equal(t, "0123", string(clone.PartialSnapshot().Data), "a clone has a part of its own")
	assert.NotEqual(t, n.AppendState(nil), clone.AppendState(nil))
}

// TestARestartBeginsWithTheSnapshot, and finishes a cut that a crash came before. With a gap it refuses.
func TestARestartBeginsWithTheSnapshot(t *testing.T) {
	snapshot := raft.Snapshot{Meta: raft.SnapshotMeta{LastIndex: 3, LastTerm: 2,
		Configuration: raft.ConfigurationOf(1, 2, 3)}, Data: []byte("x")}
	for name, c := range map[string]struct {
		saved raft.Saved
		cuts  bool
	}{
		"cut":         {raft.Saved{Base: 3, BaseTerm: 2, Log: rafttest.Entries(3)}, false},
		"not cut yet": {raft.Saved{Log: rafttest.Entries(1, 2, 2, 3)}, true},
		"replaced":    {raft.Saved{Log: rafttest.Entries(1)}, true},
	} {
		config := testConfig(1, 3)
		withSnapshots(&config)
		n, err := New(config)
		require.NoError(t, err)
		c.saved.CurrentTerm, c.saved.Snapshot = 3, snapshot
		out := n.Step(0, Restart{c.saved})
		require.NoError(t, n.Check(), name)
		assert.Equal(t, snapshot, *out.Restore, name)
		assert.Empty(t, out.Apply, "%s: nothing is applied again", name)
		assert.Equal(t, c.cuts, out.Cut != nil, name)
		assert.Equal(t, [2]raft.Index{3, 3}, [2]raft.Index{n.Log.Base(), n.LastApplied}, name)
		assert.Equal(t, raft.Index(4), out.LogFrom, name)
	}
	config := testConfig(1, 3)
	withSnapshots(&config)
	n, err := New(config)
	require.NoError(t, err)
	out := n.Step(0, Restart{raft.Saved{CurrentTerm: 3, Base: 3, BaseTerm: 2}})
	assert.Equal(t, "its log begins at entry 4, and its snapshot ends at entry 0: what is between them is lost",
		out.Refused)
}

// TestCheckLooksAtSnapshots: I13, and the invariants that speak of snapshots too.
func TestCheckLooksAtSnapshots(t *testing.T) {
	for want, plant := range map[string]func(n *Node){
		"I13: the log is cut up to entry 4, and the last snapshot ends at entry 3": func(n *Node) {
			n.Snapshot.LastIndex = 3
		},
		"I13: the snapshot ends at entry 5, and entries up to 4 are applied": func(n *Node) {
			n.Snapshot.LastIndex = 5
		},
		"I10: S1 confirms a snapshot up to entry 5 to S2, and its log ends at 4": func(n *Node) {
			n.send(2, raft.InstallSnapshotReply{MatchIndex: 5})
		},
	} {
		n, _ := snapshotLeader(t, "x")
		plant(n)
		assert.EqualError(t, n.Check(), want)
	}
}
