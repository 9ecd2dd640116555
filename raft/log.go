package raft

import (
	"bytes"
	"fmt"
	"slices"
)

// EntryKind is the kind of an entry.
type EntryKind uint8

// The kinds of entries.
const (
	// Command carries a client's command for the state machine.
	Command EntryKind = iota
	// NoOp is what a leader appends first in its term, so that entries of earlier terms can be
	// committed without waiting for a client (§8).
	NoOp
)

// Entry is one place in the log: the term in which a leader received it, and the command. The
// bytes of Command are shared between logs and messages and must not be changed.
type Entry struct {
	Term    Term
	Kind    EntryKind
	Command []byte
}

// Equal reports whether both entries are the same in every field.
func (e Entry) Equal(other Entry) bool {
	return e.Term == other.Term && e.Kind == other.Kind && bytes.Equal(e.Command, other.Command)
}

// EqualEntries reports whether both lists have equal entries in the same order.
func EqualEntries(a, b []Entry) bool { return slices.EqualFunc(a, b, Entry.Equal) }

// Log is a server's log (Figure 2, log[]): entries 1 to LastIndex.
//
// A slice that From returned never changes, whatever happens to the log afterwards. Otherwise a message in
// flight would change when its sender's log is cut and grows again.
type Log struct {
	entries []Entry
	// changed is the lowest index changed since TakeChanges; 0 is none. It decides what is saved and what
	// observers see.
	changed Index
}

// LogOf is a log of the given entries, the first of which gets index 1. It counts as unchanged.
func LogOf(entries ...Entry) Log {
	return Log{entries: entries[:len(entries):len(entries)]}
}

// LastIndex is the index of the last entry, 0 for an empty log.
func (l *Log) LastIndex() Index { return Index(len(l.entries)) }

// LastTerm is the term of the last entry, 0 for an empty log.
func (l *Log) LastTerm() Term { return l.Term(l.LastIndex()) }

// Term is the term of the entry at index i, and 0 where the log has no such entry. No entry has term 0, so
// Term(i) == t with a real term t means that there is an entry at i, of term t.
func (l *Log) Term(i Index) Term {
	if i == 0 || i > l.LastIndex() {
		return 0
	}
	return l.entries[i-1].Term
}

// Entry is the entry at index i, which must exist.
func (l *Log) Entry(i Index) Entry {
	if i == 0 || i > l.LastIndex() {
		panic(fmt.Sprintf("raft: entry %d is asked for, but the log has entries 1 to %d", i, l.LastIndex()))
	}
	return l.entries[i-1]
}

// From returns the entries from index i on, none when i is past the end. The caller must not change them.
func (l *Log) From(i Index) []Entry {
	if i == 0 {
		panic("raft: entries from index 0 are asked for, but the log begins at 1")
	}
	if i > l.LastIndex() {
		return nil
	}
	return l.entries[i-1 : len(l.entries) : len(l.entries)]
}

// Append adds entries at the end.
func (l *Log) Append(entries ...Entry) {
	if len(entries) == 0 {
		return
	}
	l.touch(l.LastIndex() + 1)
	l.entries = append(l.entries, entries...)
}

// TruncateFrom removes the entry at index i and all that follow it (Figure 2, AppendEntries rule 3). The
// capacity is cut too: the next Append moves to new memory, so slices that From returned before do not change.
func (l *Log) TruncateFrom(i Index) {
	if i == 0 {
		panic("raft: the log is cut from index 0, but it begins at 1")
	}
	if i > l.LastIndex() {
		return
	}
	l.touch(i)
	l.entries = l.entries[: i-1 : i-1]
}

func (l *Log) touch(i Index) {
	if l.changed == 0 || i < l.changed {
		l.changed = i
	}
}

// Clone is a log of the same entries that changes on its own. Entries never change in place, so both logs
// share them; without spare capacity, the next Append moves the clone to memory of its own.
func (l *Log) Clone() Log {
	return Log{entries: slices.Clip(l.entries), changed: l.changed}
}

// TakeChanges is the lowest index changed since the last call, 0 for none.
func (l *Log) TakeChanges() Index {
	i := l.changed
	l.changed = 0
	return i
}
