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

// TestALogBehindABase is a log whose first three entries are in a snapshot (§7).
func TestALogBehindABase(t *testing.T) {
	l := rafttest.Log(1, 1, 2, 3, 3)
	whole := l.From(1)
	l.CompactTo(3)
	assert.Zero(t, l.TakeChanges())
	assert.Equal(t, raft.Index(3), l.Base())
	assert.Equal(t, raft.Index(5), l.LastIndex())
	for index, want := range []raft.Term{0, 0, 0, 2, 3, 3, 0} {
		assert.Equal(t, want, l.Term(raft.Index(index)), "Term(%d)", index)
	}
	assert.Equal(t, rafttest.Entries(1, 1, 2, 3, 3)[3:], l.From(4))
	assert.Equal(t, rafttest.Entries(1, 1, 2, 3, 3), whole, "a slice that was given out does not change")
	assert.PanicsWithValue(t, "raft: entry 3 is asked for, but the log has entries 4 to 5", func() { l.Entry(3) })
	assert.PanicsWithValue(t, "raft: entries from index 3 are asked for, but the log begins at 4", func() { l.From(3) })
	assert.PanicsWithValue(t, "raft: the log is cut from index 3, but it begins at 4", func() { l.TruncateFrom(3) })
	assert.PanicsWithValue(t, "raft: the log is compacted up to index 6, but it ends at 5", func() { l.CompactTo(6) })

	assert.Equal(t, raft.LogAfter(3, 2, rafttest.Entries(1, 1, 2, 3, 3)[3:]...), l)

	clone := l.Clone()
	l.TruncateFrom(4)
	assert.Equal(t, raft.Index(3), l.LastIndex())
	assert.Equal(t, raft.Term(2), l.LastTerm(), "votes compare the base of an empty log")
	l.Append(rafttest.Entries(4)...)
	assert.Equal(t, raft.Index(4), l.TakeChanges())
	assert.Equal(t, raft.Term(4), l.Term(4))
	assert.Equal(t, raft.Term(3), clone.Term(4))
}

// TestALogBehindABaseIsTheLog: with any base, a log answers for the entries behind it as the whole log does.
func TestALogBehindABaseIsTheLog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		term := rapid.Map(rapid.Uint64Range(1, 4), func(n uint64) raft.Term { return raft.Term(n) })
		terms := rapid.SliceOfN(term, 1, 9).Draw(t, "terms")
		whole, part := rafttest.Log(terms...), rafttest.Log(terms...)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			at := raft.Index(rapid.IntRange(int(part.Base()), int(part.LastIndex())).Draw(t, "at"))
			switch rapid.IntRange(0, 2).Draw(t, "action") {
			case 0:
				part.CompactTo(at)
			case 1:
				whole.TruncateFrom(at + 1)
				part.TruncateFrom(at + 1)
			case 2:
				whole.Append(rafttest.Entries(5)...)
				part.Append(rafttest.Entries(5)...)
			}
			require.Equal(t, whole.LastIndex(), part.LastIndex())
			require.Equal(t, whole.LastTerm(), part.LastTerm())
			for i := part.Base(); i <= whole.LastIndex()+1; i++ {
				require.Equal(t, whole.Term(i), part.Term(i), "Term(%d)", i)
			}
			require.True(t, raft.EqualEntries(whole.From(part.Base()+1), part.From(part.Base()+1)))
		}
	})
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
