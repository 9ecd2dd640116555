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
	// ConfigurationChange carries a configuration (§6). It counts from the moment at which it is in the log.
	ConfigurationChange
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

// Log is a server's log (Figure 2, log[]): the entries behind its base, up to LastIndex. The base is 0 until a snapshot
// takes the place of the first entries (§7): then it is the last index that the snapshot includes.
//
// A slice that From returned never changes, whatever happens to the log afterwards. Otherwise a message in
// flight would change when its sender's log is cut and grows again.
type Log struct {
	base     Index
	baseTerm Term
	entries  []Entry
	// changed is the lowest index changed since TakeChanges; 0 is none. It decides what is saved and what
	// observers see.
	changed Index
}

// LogOf is a log of the given entries, the first of which gets index 1. It counts as unchanged.
func LogOf(entries ...Entry) Log {
	return Log{entries: entries[:len(entries):len(entries)]}
}

// LogAfter is a log of the given entries behind a base of that term: what a snapshot has left. It counts as unchanged.
func LogAfter(base Index, baseTerm Term, entries ...Entry) Log {
	return Log{base: base, baseTerm: baseTerm, entries: entries[:len(entries):len(entries)]}
}

// Base is the last index in whose place a snapshot stands, 0 for none.
func (l *Log) Base() Index { return l.base }

// LastIndex is the index of the last entry, Base for a log without entries.
func (l *Log) LastIndex() Index { return l.base + Index(len(l.entries)) }

// LastTerm is the term of the last entry, that of the base for a log without entries: votes compare it, and a server
// that forgot it would take an empty log for one that is behind (§5.4.1, §7).
func (l *Log) LastTerm() Term { return l.Term(l.LastIndex()) }

// Term is the term of the entry at index i, and 0 where the log has no such entry. The base has its term, too: it is
// the entry before the first, and AppendEntries may name it. No entry has term 0, so Term(i) == t with a real term t
// means that there is, or was, an entry at i, of term t.
func (l *Log) Term(i Index) Term {
	switch {
	case i == l.base:
		return l.baseTerm
	case i < l.base || i > l.LastIndex():
		return 0
	}
	return l.entries[i-l.base-1].Term
}

// Entry is the entry at index i, which must exist.
func (l *Log) Entry(i Index) Entry {
	if i <= l.base || i > l.LastIndex() {
		panic(fmt.Sprintf("raft: entry %d is asked for, but the log has %s", i, l.extent()))
	}
	return l.entries[i-l.base-1]
}

// extent is which entries the log has, in words.
func (l *Log) extent() string {
	switch {
	case len(l.entries) > 0:
		return fmt.Sprintf("entries %d to %d", l.base+1, l.LastIndex())
	case l.base > 0:
		return fmt.Sprintf("none, and begins after entry %d", l.base)
	}
	return "none"
}

// From returns the entries from index i on, none when i is past the end. The caller must not change them.
func (l *Log) From(i Index) []Entry {
	if i <= l.base {
		panic(fmt.Sprintf("raft: entries from index %d are asked for, but the log begins at %d", i, l.base+1))
	}
	if i > l.LastIndex() {
		return nil
	}
	return l.entries[i-l.base-1 : len(l.entries) : len(l.entries)]
}

// Append adds entries at the end.
func (l *Log) Append(entries ...Entry) {
	if len(entries) == 0 {
		return
	}
	l.touch(l.LastIndex() + 1)
	if needed := len(l.entries) + len(entries); needed > cap(l.entries) {
		// To double is to copy each entry once, in the mean; append alone would copy it four times in a long log.
		l.entries = append(make([]Entry, 0, max(needed, 2*len(l.entries))), l.entries...)
	}
	l.entries = append(l.entries, entries...)
}

// TruncateFrom removes the entry at index i and all that follow it (Figure 2, AppendEntries rule 3). The
// capacity is cut too: the next Append moves to new memory, so slices that From returned before do not change.
func (l *Log) TruncateFrom(i Index) {
	if i <= l.base {
		panic(fmt.Sprintf("raft: the log is cut from index %d, but it begins at %d", i, l.base+1))
	}
	if i > l.LastIndex() {
		return
	}
	l.touch(i)
	kept := i - l.base - 1
	l.entries = l.entries[:kept:kept]
}

// CompactTo removes the entries up to index i, which a snapshot replaces (§7); i becomes the base. What stays moves to
// memory of its own, so that the removed entries take none. It is no change of the log: nobody misses them.
func (l *Log) CompactTo(i Index) {
	if i <= l.base {
		return
	}
	if i > l.LastIndex() {
		panic(fmt.Sprintf("raft: the log is compacted up to index %d, but it ends at %d", i, l.LastIndex()))
	}
	l.baseTerm, l.entries = l.Term(i), slices.Clone(l.entries[i-l.base:])
	l.base = i
	if l.changed > 0 {
		l.changed = max(l.changed, i+1)
	}
}

func (l *Log) touch(i Index) {
	if l.changed == 0 || i < l.changed {
		l.changed = i
	}
}

// Clone is a log of the same entries that changes on its own. Entries never change in place, so both logs
// share them; without spare capacity, the next Append moves the clone to memory of its own.
func (l *Log) Clone() Log {
	return Log{base: l.base, baseTerm: l.baseTerm, entries: slices.Clip(l.entries), changed: l.changed}
}

// TakeChanges is the lowest index changed since the last call, 0 for none.
func (l *Log) TakeChanges() Index {
	i := l.changed
	l.changed = 0
	return i
}
