package raft_test

import (
	"slices"
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestLogBeginsAtOne(t *testing.T) {
	var empty raft.Log
	assert.Zero(t, empty.LastIndex())
	assert.Zero(t, empty.LastTerm())
	assert.Empty(t, empty.From(1))

	l := rafttest.Log(3, 5)
	assert.Equal(t, raft.Index(2), l.LastIndex())
	assert.Equal(t, raft.Term(5), l.LastTerm())
	for index, want := range []raft.Term{0, 3, 5, 0} {
		if got := l.Term(raft.Index(index)); got != want {
			t.Errorf("Term(%d) = %d, want %d", index, got, want)
		}
	}
	assert.Equal(t, rafttest.Entries(3, 5)[1], l.Entry(2))
	assert.Equal(t, rafttest.Entries(3, 5)[1:], l.From(2))
	assert.Empty(t, l.From(3))
}

func TestLogPanicsOnAnIndexItCannotHave(t *testing.T) {
	l := rafttest.Log(1, 1)
	assert.PanicsWithValue(t, "raft: entry 0 is asked for, but the log has entries 1 to 2", func() { l.Entry(0) })
	assert.PanicsWithValue(t, "raft: entry 3 is asked for, but the log has entries 1 to 2", func() { l.Entry(3) })
	assert.PanicsWithValue(t, "raft: entries from index 0 are asked for, but the log begins at 1", func() { l.From(0) })
	assert.PanicsWithValue(t, "raft: the log is cut from index 0, but it begins at 1", func() { l.TruncateFrom(0) })
}

func TestTakeChangesIsTheLowestChangedIndex(t *testing.T) {
	l := rafttest.Log(1, 1, 1)
	assert.Zero(t, l.TakeChanges(), "a log built from saved entries counts as unchanged")
	l.Append(rafttest.Entries(2)...)
	assert.Equal(t, raft.Index(4), l.TakeChanges())
	assert.Zero(t, l.TakeChanges(), "taken once")
	l.Append()
	l.TruncateFrom(9)
	assert.Zero(t, l.TakeChanges(), "neither call changed the log")
	l.TruncateFrom(2)
	l.Append(rafttest.Entries(3, 3)...)
	assert.Equal(t, raft.Index(2), l.TakeChanges())
}

// TestSlicesOfTheLogNeverChange cuts and extends a log at random. Slices that From returned before, which a
// message in flight may hold, do not change; nor do the slices given to Append.
func TestSlicesOfTheLogNeverChange(t *testing.T) {
	cuts := 0
	rapid.Check(t, func(t *rapid.T) {
		var l raft.Log
		var model []raft.Entry
		var given, copies [][]raft.Entry
		keep := func(s []raft.Entry) { given, copies = append(given, s), append(copies, slices.Clone(s)) }
		for step := range rapid.IntRange(1, 40).Draw(t, "steps") {
			if len(model) > 0 && rapid.IntRange(0, 3).Draw(t, "action") == 0 {
				at := rapid.IntRange(1, len(model)).Draw(t, "cut from")
				l.TruncateFrom(raft.Index(at))
				model = model[:at-1]
				cuts++
			} else {
				more := rafttest.Entries(slices.Repeat([]raft.Term{raft.Term(step + 1)},
					rapid.IntRange(0, 5).Draw(t, "append"))...)
				keep(more)
				l.Append(more...)
				model = append(slices.Clone(model), more...)
			}
			keep(l.From(raft.Index(rapid.IntRange(1, len(model)+1).Draw(t, "from"))))
			require.True(t, raft.EqualEntries(model, l.From(1)), "the log is %v, want %v", rafttest.LogTerms(&l),
				rafttest.Terms(model))
			for i := range given {
				require.True(t, raft.EqualEntries(copies[i], given[i]), "a slice given out became %v, was %v",
					rafttest.Terms(given[i]), rafttest.Terms(copies[i]))
			}
		}
	})
	assert.Positive(t, cuts)
}
