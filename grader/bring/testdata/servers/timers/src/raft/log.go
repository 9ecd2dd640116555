package raft

// Entry is a command with the term in which a leader got it.
type Entry struct {
	Term    int
	Command interface{}
}

// Log begins behind a snapshot, whose last entry is at index Start.
type Log struct {
	Start, StartTerm int
	Entries          []Entry
}

func (l *Log) last() int     { return l.Start + len(l.Entries) }
func (l *Log) lastTerm() int { return l.term(l.last()) }

func (l *Log) term(index int) int {
	if index == l.Start {
		return l.StartTerm
	}
	return l.entry(index).Term
}

func (l *Log) entry(index int) Entry { return l.Entries[index-l.Start-1] }

func (l *Log) append(entries ...Entry) { l.Entries = append(l.Entries, entries...) }

// after is a copy of what is behind an index.
func (l *Log) after(index int) []Entry {
	behind := make([]Entry, l.last()-index)
	copy(behind, l.Entries[index-l.Start:])
	return behind
}

// cut leaves nothing behind an index.
func (l *Log) cut(index int) { l.Entries = l.Entries[:index-l.Start] }

// compact makes an index the start.
func (l *Log) compact(index, term int) {
	if index < l.last() && index >= l.Start && l.term(index) == term {
		l.Entries = l.after(index)
	} else {
		l.Entries = nil
	}
	l.Start, l.StartTerm = index, term
}
