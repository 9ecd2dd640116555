package raft

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/raft/wire"
)

// TestSnapshotFileIsReadBack, and no part of it is taken for a snapshot.
func TestSnapshotFileIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Snapshot{Meta: drawMeta(t), Data: rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "data")}
		b := AppendSnapshot(nil, s)
		got, err := DecodeSnapshot(b)
		require.NoError(t, err)
		require.Equal(t, s.Meta, got.Meta)
		require.True(t, bytes.Equal(s.Data, got.Data))
		for n := range b {
			_, err := DecodeSnapshot(b[:n])
			require.ErrorIs(t, err, wire.ErrShort)
		}
		_, err = DecodeSnapshot(append(b, 0))
		require.Error(t, err)
	})
	_, err := DecodeSnapshot(AppendSnapshot(nil, Snapshot{}))
	assert.ErrorIs(t, err, wire.ErrValue, "a snapshot of nothing")
	_, err = DecodeSnapshot([]byte{9})
	assert.ErrorIs(t, err, wire.ErrVersion)
}

// TestACutLogIsReadBack: it takes the place of the records before it, and later records continue it.
func TestACutLogIsReadBack(t *testing.T) {
	entry := func(term Term) Entry { return Entry{Term: term, Command: []byte("x")} }
	var s Saved
	first := Save{CurrentTerm: 2, From: 1, Entries: []Entry{entry(1), entry(2)}}
	require.NoError(t, s.ApplyRecord(AppendSave(nil, first)))
	cut := CutLog{Base: 2, BaseTerm: 2, Save: Save{CurrentTerm: 3, VotedFor: 2, From: 3, Entries: []Entry{entry(3)}}}
	require.NoError(t, s.ApplyRecord(AppendCut(nil, cut)))
	assert.Equal(t, Saved{CurrentTerm: 3, VotedFor: 2, Base: 2, BaseTerm: 2, Log: []Entry{entry(3)}}, s)
	require.NoError(t, s.ApplyRecord(AppendSave(nil, Save{CurrentTerm: 3, From: 4, Entries: []Entry{entry(3)}})))
	assert.Len(t, s.Log, 2)
	require.NoError(t, s.ApplyRecord(AppendSave(nil, Save{CurrentTerm: 3, From: 3, Entries: []Entry{entry(3)}})))
	assert.Len(t, s.Log, 1)

	assert.EqualError(t, s.ApplyRecord(AppendSave(nil, Save{CurrentTerm: 3, From: 5, Entries: []Entry{entry(3)}})),
		"saved log has entries 3 to 3, the next record begins at 5")
	assert.EqualError(t, s.ApplyRecord(AppendSave(nil, Save{CurrentTerm: 3, From: 2, Entries: []Entry{entry(3)}})),
		"saved log begins at entry 3, the next record changes entry 2")
	cut.Save.CurrentTerm = 2
	assert.EqualError(t, s.ApplyRecord(AppendCut(nil, cut)), "saved term goes back from 3 to 2")
	cut.Save.From = 9
	assert.ErrorIs(t, s.ApplyRecord(AppendCut(nil, cut)), wire.ErrValue)
	b := AppendCut(nil, cut)
	for n := range b {
		assert.Error(t, new(Saved).ApplyRecord(b[:n]))
	}
}

// FuzzApplyRecord: bytes may be anything. They give an error, or a log that can be continued.
func FuzzApplyRecord(f *testing.F) {
	f.Add(AppendCut(nil, CutLog{Base: 2, BaseTerm: 1, Save: Save{CurrentTerm: 1, From: 3}}))
	f.Add(AppendSave(nil, Save{CurrentTerm: 1, From: 1, Entries: []Entry{{Term: 1}}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		var s Saved
		if err := s.ApplyRecord(b); err != nil {
			return
		}
		next := s.Base + Index(len(s.Log)) + 1
		if next == 0 {
			return
		}
		if err := s.Apply(Save{CurrentTerm: s.CurrentTerm, From: next, Entries: []Entry{{Term: 1}}}); err != nil {
			t.Errorf("after % x: %v", b, err)
		}
	})
}

// FuzzDecodeSnapshot: bytes may be anything. What is read is written again as the same bytes.
func FuzzDecodeSnapshot(f *testing.F) {
	f.Add(AppendSnapshot(nil, Snapshot{Meta: SnapshotMeta{LastIndex: 3, LastTerm: 1}, Data: []byte("x")}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := DecodeSnapshot(b); err == nil && !bytes.Equal(AppendSnapshot(nil, s), b) {
			t.Errorf("% x is written again as % x", b, AppendSnapshot(nil, s))
		}
	})
}
