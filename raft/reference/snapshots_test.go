package reference

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/raft"
	"raftlab/raft/rafttest"
)

// cutState is S1 in term 3 with entries of these terms, all of which up to commit are committed and applied, and those
// up to base are cut off.
func cutState(base, commit raft.Index, terms ...raft.Term) *raft.State {
	s := rafttest.State(3, terms...)
	s.Log.CompactTo(base)
	s.CommitIndex, s.LastApplied, s.Snapshot.LastIndex = commit, commit, base
	return s
}

func terms(s *raft.State) []raft.Term { return rafttest.Terms(s.Log.From(s.Log.Base() + 1)) }

func meta(last raft.Index, term raft.Term) raft.SnapshotMeta {
	return raft.SnapshotMeta{LastIndex: last, LastTerm: term, Configuration: raft.ConfigurationOf(1, 2)}
}

// TestLabelSnapshotNamesWhatIsApplied (§7).
func TestLabelSnapshotNamesWhatIsApplied(t *testing.T) {
	s := cutState(0, 3, 1, 2, 2, 3)
	s.LastApplied = 2
	got, worth := LabelSnapshot(s)
	assert.True(t, worth)
	assert.Equal(t, raft.SnapshotMeta{LastIndex: 2, LastTerm: 2, Configuration: s.Configuration}, got)
	s.Snapshot = got
	_, worth = LabelSnapshot(s)
	assert.False(t, worth, "nothing new")
	_, worth = LabelSnapshot(cutState(0, 0, 1))
	assert.False(t, worth, "nothing applied")
}

// TestMayCompactKeepsWhatIsNeeded (§7): by followers that answer.
func TestMayCompactKeepsWhatIsNeeded(t *testing.T) {
	s := cutState(2, 6, 1, 1, 1, 1, 1, 1)
	assert.Equal(t, raft.Index(5), MayCompact(s, 5))
	s.Needs[2] = 4
	assert.Equal(t, raft.Index(3), MayCompact(s, 5))
	s.Needs[3] = 1
	assert.Equal(t, raft.Index(2), MayCompact(s, 5), "never less than it is cut")
}

// TestWhoNeedsASnapshot: the base itself is gone (§7).
func TestWhoNeedsASnapshot(t *testing.T) {
	s := cutState(3, 4, 1, 1, 2, 3)
	s.BecomeLeader()
	for next, want := range map[raft.Index]bool{1: true, 3: true, 4: false, 5: false} {
		s.NextIndex[2] = next
		assert.Equal(t, want, NeedsSnapshot(s, 2), "next index %d", next)
	}
	s.NextIndex[2] = 4
	req := AppendEntriesTo(s, 2, 9)
	assert.Equal(t, raft.Term(2), req.PrevLogTerm, "the term of the base is known")
	assert.Equal(t, []raft.Term{3}, rafttest.Terms(req.Entries))
}

// TestBackOffStopsAtTheBase (end of §5.3, §7): a hint names no entry that is cut off.
func TestBackOffStopsAtTheBase(t *testing.T) {
	s := cutState(2, 2, 1, 1, 1, 1)
	reply := HandleAppendEntries(s, raft.AppendEntries{Term: 3, LeaderID: 2, PrevLogIndex: 4, PrevLogTerm: 2})
	assert.Equal(t, raft.AppendEntriesReply{Term: 3, ConflictTerm: 1, ConflictIndex: 3}, reply)

	leader := cutState(2, 2, 1, 1, 2, 2)
	leader.BecomeLeader()
	HandleAppendEntriesReply(leader, 2, raft.AppendEntriesReply{Term: 3, ConflictTerm: 1, ConflictIndex: 1})
	assert.Equal(t, raft.Index(3), leader.NextIndex[2], "its last entry of term 1 is the base")
}

// TestSkipCoveredLeavesWhatComesAfterTheBase (§5.3, §7).
func TestSkipCoveredLeavesWhatComesAfterTheBase(t *testing.T) {
	s := cutState(3, 3, 1, 1, 2, 2)
	entries := rafttest.Entries(1, 1, 2, 2, 3)
	for prev := range raft.Index(5) {
		req := raft.AppendEntries{Term: 3, LeaderID: 2, PrevLogIndex: prev, Entries: entries[prev:], LeaderCommit: 3}
		if prev > 0 {
			req.PrevLogTerm = entries[prev-1].Term
		}
		twin := *s
		twin.Log = s.Log.Clone()
		reply := HandleAppendEntries(&twin, SkipCovered(&twin, req))
		assert.Equal(t, raft.AppendEntriesReply{Term: 3, Success: true, MatchIndex: 5}, reply, "prev %d", prev)
		assert.Equal(t, []raft.Term{2, 3}, terms(&twin))
	}
	old := raft.AppendEntries{Term: 2, PrevLogIndex: 1}
	assert.Equal(t, old, SkipCovered(s, old), "an old leader is refused by its term")
	short := SkipCovered(s, raft.AppendEntries{Term: 3, PrevLogIndex: 0, Entries: entries[:1]})
	assert.Equal(t, raft.Index(3), short.PrevLogIndex)
	assert.Empty(t, short.Entries)
}

// send gives all chunks of one snapshot to a server, and reports the last answer.
func send(s *raft.State, part *raft.Partial, term raft.Term, m raft.SnapshotMeta, data string) (
	reply raft.InstallSnapshotReply, install bool,
) {
	for i := range data {
		reply, install = HandleInstallSnapshot(s, part, raft.InstallSnapshot{
			Term: term, LeaderID: 2, Meta: m, Offset: uint64(i), Data: []byte{data[i]}, Done: i == len(data)-1,
		})
	}
	return reply, install
}

// TestInstallSnapshotPutsItInThePlaceOfTheLog is Figure 13, rules 6 to 8.
func TestInstallSnapshotPutsItInThePlaceOfTheLog(t *testing.T) {
	for _, c := range []struct {
		situation string
		state     *raft.State
		meta      raft.SnapshotMeta
		want      []raft.Term
	}{
		{"the log ends before it", cutState(0, 1, 1), meta(3, 2), nil},
		{"the log has its last entry", cutState(0, 1, 1, 2, 2, 3), meta(3, 2), []raft.Term{3}},
		{"the log has another entry there", cutState(0, 1, 1, 1, 1, 1), meta(3, 2), nil},
		{"the log is cut already", cutState(2, 2, 1, 2, 2), meta(3, 2), nil},
	} {
		part := raft.Partial{}
		reply, install := send(c.state, &part, 3, c.meta, "abc")
		require.True(t, install, c.situation)
		assert.Equal(t, raft.InstallSnapshotReply{Term: 3, MatchIndex: 3}, reply, c.situation)
		assert.Equal(t, "abc", string(part.Data), c.situation)
		assert.Equal(t, c.want, terms(c.state), c.situation)
		assert.Equal(t, raft.Index(3), c.state.Log.Base(), c.situation)
		assert.Equal(t, raft.Term(2), c.state.Log.Term(3), c.situation)
		assert.Equal(t, [2]raft.Index{3, 3}, [2]raft.Index{c.state.CommitIndex, c.state.LastApplied}, c.situation)
		assert.Equal(t, raft.ConfigurationOf(1, 2), c.state.Configuration, c.situation)
	}
}

// TestOlderSnapshotIsLeftAlone: what is committed is not taken back, and the leader is told how far that goes (§7).
func TestOlderSnapshotIsLeftAlone(t *testing.T) {
	s, part := cutState(0, 4, 1, 2, 2, 3), raft.Partial{}
	reply, install := send(s, &part, 3, meta(3, 2), "a")
	assert.False(t, install)
	assert.Equal(t, raft.InstallSnapshotReply{Term: 3, MatchIndex: 4}, reply)
	assert.Equal(t, []raft.Term{1, 2, 2, 3}, terms(s))
}

// TestChunksMustContinue is Figure 13, rules 2 and 3: the same leader's, the same snapshot, and no gap.
func TestChunksMustContinue(t *testing.T) {
	chunk := func(term raft.Term, m raft.SnapshotMeta, offset uint64) raft.InstallSnapshot {
		return raft.InstallSnapshot{Term: term, LeaderID: 2, Meta: m, Offset: offset, Data: []byte("xy")}
	}
	for _, c := range []struct {
		situation string
		second    raft.InstallSnapshot
		want      uint64
		kept      int
	}{
		{"the next one", chunk(3, meta(3, 2), 2), 4, 4},
		{"the same one", chunk(3, meta(3, 2), 0), 2, 2},
		{"a gap", chunk(3, meta(3, 2), 4), 2, 2},
		{"another snapshot", chunk(3, meta(4, 2), 2), 0, 2},
		{"another leader", chunk(4, meta(3, 2), 2), 0, 2},
		{"another leader, from the beginning", chunk(4, meta(4, 2), 0), 2, 2},
	} {
		s, part := cutState(0, 1, 1), raft.Partial{}
		HandleInstallSnapshot(s, &part, chunk(3, meta(3, 2), 0))
		reply, install := HandleInstallSnapshot(s, &part, c.second)
		assert.False(t, install, c.situation)
		assert.Equal(t, raft.InstallSnapshotReply{Term: c.second.Term, Offset: c.want}, reply, c.situation)
		assert.Len(t, part.Data, c.kept, c.situation)
	}
}

// TestAChunkIsASignOfTheLeader (§5.2): as AppendEntries.
func TestAChunkIsASignOfTheLeader(t *testing.T) {
	s, part := cutState(0, 1, 1), raft.Partial{}
	reply, _ := HandleInstallSnapshot(s, &part, raft.InstallSnapshot{Term: 2, LeaderID: 2, Meta: meta(3, 2)})
	assert.Equal(t, raft.InstallSnapshotReply{Term: 3}, reply, "rule 1: an old leader is refused")
	assert.Equal(t, raft.None, s.Leader)
	s.Role, s.VotedFor = raft.Candidate, 1
	HandleInstallSnapshot(s, &part, raft.InstallSnapshot{Term: 3, LeaderID: 2, Meta: meta(3, 2)})
	assert.Equal(t, raft.Follower, s.Role)
	assert.Equal(t, raft.NodeID(2), s.Leader)
	assert.Equal(t, raft.NodeID(1), s.VotedFor, "the vote stays as long as the term")
}

// TestAnInstalledSnapshotCountsAsEntries (§7).
func TestAnInstalledSnapshotCountsAsEntries(t *testing.T) {
	s := cutState(3, 4, 1, 1, 2, 3)
	s.BecomeLeader()
	s.NextIndex[2] = 2
	HandleInstallSnapshotReply(s, 2, raft.InstallSnapshotReply{Term: 3, Offset: 9})
	assert.Equal(t, raft.Index(2), s.NextIndex[2], "a part counts for nothing")
	HandleInstallSnapshotReply(s, 2, raft.InstallSnapshotReply{Term: 2, MatchIndex: 3})
	assert.Zero(t, s.MatchIndex[2], "an earlier leadership")
	HandleInstallSnapshotReply(s, 2, raft.InstallSnapshotReply{Term: 3, MatchIndex: 3})
	assert.Equal(t, [2]raft.Index{3, 4}, [2]raft.Index{s.MatchIndex[2], s.NextIndex[2]})
	s.MatchIndex[2], s.NextIndex[2] = 4, 5
	HandleInstallSnapshotReply(s, 2, raft.InstallSnapshotReply{Term: 3, MatchIndex: 3})
	assert.Equal(t, [2]raft.Index{4, 5}, [2]raft.Index{s.MatchIndex[2], s.NextIndex[2]}, "a late answer")
	HandleInstallSnapshotReply(s, 2, raft.InstallSnapshotReply{Term: 4})
	assert.Equal(t, raft.Follower, s.Role)
}

// TestRestoreAllPutsTheTwoFilesTogether (§7): at each moment at which a crash may have come.
func TestRestoreAllPutsTheTwoFilesTogether(t *testing.T) {
	snapshot := raft.Snapshot{Meta: meta(3, 2), Data: []byte("x")}
	for _, c := range []struct {
		situation string
		saved     raft.Saved
		want      []raft.Term
		fails     bool
	}{
		{"no snapshot", raft.Saved{Log: rafttest.Entries(1, 2)}, []raft.Term{1, 2}, false},
		{"the log was cut", raft.Saved{Snapshot: snapshot, Base: 3, BaseTerm: 2, Log: rafttest.Entries(3)},
			[]raft.Term{3}, false},
		{"the log was not cut yet", raft.Saved{Snapshot: snapshot, Log: rafttest.Entries(1, 2, 2, 3)},
			[]raft.Term{3}, false},
		{"the log was cut for the snapshot before", raft.Saved{Snapshot: snapshot, Base: 1, BaseTerm: 1,
			Log: rafttest.Entries(2, 2, 3)}, []raft.Term{3}, false},
		{"the log has another entry there", raft.Saved{Snapshot: snapshot, Log: rafttest.Entries(1, 1, 1, 1)}, nil,
			false},
		{"the log ends before", raft.Saved{Snapshot: snapshot, Log: rafttest.Entries(1)}, nil, false},
		{"a gap", raft.Saved{Snapshot: snapshot, Base: 4, BaseTerm: 2, Log: rafttest.Entries(3)}, nil, true},
		{"the snapshot is gone", raft.Saved{Base: 3, BaseTerm: 2, Log: rafttest.Entries(3)}, nil, true},
	} {
		s := raft.NewState(1, rafttest.Servers(3))
		c.saved.CurrentTerm, c.saved.VotedFor = 3, 2
		err := RestoreAll(&s, c.saved)
		if c.fails {
			assert.ErrorContains(t, err, "what is between them is lost", c.situation)
			continue
		}
		require.NoError(t, err, c.situation)
		assert.Equal(t, c.want, terms(&s), c.situation)
		assert.Equal(t, [2]raft.Index{c.saved.Snapshot.Meta.LastIndex, c.saved.Snapshot.Meta.LastIndex},
			[2]raft.Index{s.CommitIndex, s.LastApplied}, c.situation)
		assert.Equal(t, raft.NodeID(2), s.VotedFor, c.situation)
		assert.Equal(t, c.saved.Snapshot.Meta.LastTerm, s.Log.Term(s.Log.Base()), c.situation)
	}
}
