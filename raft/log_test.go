package raft

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestLogBeginsAtOne(t *testing.T) {
	var empty Log
	assert.Zero(t, empty.LastIndex())
	assert.Zero(t, empty.LastTerm())
	assert.Empty(t, empty.From(1))

	l := logOf(3, 5)
	assert.Equal(t, Index(2), l.LastIndex())
	assert.Equal(t, Term(5), l.LastTerm())
	for index, want := range []Term{0, 3, 5, 0} {
		if got := l.Term(Index(index)); got != want {
			t.Errorf("Term(%d) = %d, want %d", index, got, want)
		}
	}
	assert.Equal(t, entriesOf(3, 5)[1], l.Entry(2))
	assert.Equal(t, entriesOf(3, 5)[1:], l.From(2))
	assert.Empty(t, l.From(3))
}

func TestLogPanicsOnAnIndexItCannotHave(t *testing.T) {
	l := logOf(1, 1)
	assert.PanicsWithValue(t, "raft: entry 0 is asked for, but the log has entries 1 to 2", func() { l.Entry(0) })
	assert.PanicsWithValue(t, "raft: entry 3 is asked for, but the log has entries 1 to 2", func() { l.Entry(3) })
	assert.PanicsWithValue(t, "raft: entries from index 0 are asked for, but the log begins at 1", func() { l.From(0) })
	assert.PanicsWithValue(t, "raft: the log is cut from index 0, but it begins at 1", func() { l.TruncateFrom(0) })
}

func TestLogTellsItsLowestChange(t *testing.T) {
	l := logOf(1, 1, 1)
	assert.Zero(t, l.takeChanges(), "a log made of what was saved is unchanged")
	l.Append(entriesOf(2)...)
	assert.Equal(t, Index(4), l.takeChanges())
	assert.Zero(t, l.takeChanges(), "taken once")
	l.Append()
	l.TruncateFrom(9)
	assert.Zero(t, l.takeChanges(), "neither of these changed anything")
	l.TruncateFrom(2)
	l.Append(entriesOf(3, 3)...)
	assert.Equal(t, Index(2), l.takeChanges())
}

// TestSlicesOfTheLogNeverChange cuts and extends a log at random. What From gave out before, and
// what a message in flight therefore holds, stays as it was; so do the slices given to Append.
func TestSlicesOfTheLogNeverChange(t *testing.T) {
	cuts := 0
	rapid.Check(t, func(t *rapid.T) {
		var l Log
		var model []Entry
		var given, copies [][]Entry
		keep := func(s []Entry) { given, copies = append(given, s), append(copies, slices.Clone(s)) }
		for step := range rapid.IntRange(1, 40).Draw(t, "steps") {
			if len(model) > 0 && rapid.IntRange(0, 3).Draw(t, "action") == 0 {
				at := rapid.IntRange(1, len(model)).Draw(t, "cut from")
				l.TruncateFrom(Index(at))
				model = model[:at-1]
				cuts++
			} else {
				more := entriesOf(slices.Repeat([]Term{Term(step + 1)}, rapid.IntRange(0, 5).Draw(t, "append"))...)
				keep(more)
				l.Append(more...)
				model = append(slices.Clone(model), more...)
			}
			keep(l.From(Index(rapid.IntRange(1, len(model)+1).Draw(t, "from"))))
			require.True(t, sameEntries(model, l.From(1)), "the log is %v, want %v", logTerms(&l), termsOf(model))
			for i := range given {
				require.True(t, sameEntries(copies[i], given[i]), "a slice given out became %v, was %v", termsOf(given[i]), termsOf(copies[i]))
			}
		}
	})
	assert.Positive(t, cuts)
}

// TestSlicesOfTheLogEndWhereTheirCapacityEnds: neither side's append may write into memory that the
// other one sees.
func TestSlicesOfTheLogEndWhereTheirCapacityEnds(t *testing.T) {
	array := entriesOf(1, 1, 1, 1)
	l := LogOf(array[:3]...)
	l.Append(Entry{Term: 2})
	assert.Equal(t, Term(1), array[3].Term, "the caller's array has room behind the log, which is not the log's")

	l.Append(Entry{Term: 2}) // the array behind the log has room for more now
	s := stateOf(2)
	s.Log = l
	s.BecomeLeader()
	s.NextIndex[2] = 1
	for name, slice := range map[string][]Entry{
		"From":            l.From(1),
		"AppendEntriesTo": AppendEntriesTo(s, 2, 2).Entries,
	} {
		assert.Equal(t, len(slice), cap(slice), name)
	}
}
