// Package raftlog is a log whose beginning may be gone.
package raftlog

import "slices"

// Entry is a command with its term.
type Entry struct {
	Term    int
	Command any
}

// Log begins behind index First, whose term is FirstTerm.
type Log struct {
	First, FirstTerm int
	Tail             []Entry
}

func (l *Log) Last() int { return l.First + len(l.Tail) }

// Term is the term at an index; ok is false if the log does not know it.
func (l *Log) Term(index int) (term int, ok bool) {
	switch {
	case index == l.First:
		return l.FirstTerm, true
	case index < l.First || index > l.Last():
		return 0, false
	}
	return l.Tail[index-l.First-1].Term, true
}

func (l *Log) LastTerm() int {
	term, _ := l.Term(l.Last())
	return term
}

func (l *Log) At(index int) Entry { return l.Tail[index-l.First-1] }

func (l *Log) Append(entries ...Entry) { l.Tail = append(l.Tail, entries...) }

// Slice is a copy of the entries behind from, up to to.
func (l *Log) Slice(from, to int) []Entry { return slices.Clone(l.Tail[from-l.First : to-l.First]) }

// Merge takes over entries behind prev, and reports whether the log changed.
func (l *Log) Merge(prev int, entries []Entry) bool {
	for i, e := range entries {
		at := prev + 1 + i
		if at <= l.First {
			continue
		}
		if term, ok := l.Term(at); ok && term == e.Term {
			continue
		}
		l.Tail = slices.Concat(l.Tail[:at-l.First-1], entries[i:])
		return true
	}
	return false
}

// Forget drops what is at and before an index.
func (l *Log) Forget(index, term int) {
	if known, ok := l.Term(index); ok && known == term {
		l.Tail = l.Slice(index, l.Last())
	} else {
		l.Tail = nil
	}
	l.First, l.FirstTerm = index, term
}

// Find is the last index with a term, or 0.
func (l *Log) Find(term int) int {
	for i, e := range slices.Backward(l.Tail) {
		if e.Term == term {
			return l.First + 1 + i
		}
		if e.Term < term {
			break
		}
	}
	return 0
}
