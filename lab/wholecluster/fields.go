package wholecluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/whole"
)

// judgeKept judges, at a start, that a server has what it last saved before.
func (c *Cluster) judgeKept(_ *lab.World, id lab.ServerID, m *Mirror, before *whole.View) *lab.Violation {
	if !m.Booted || before.Saved.CurrentTerm < 0 {
		return nil
	}
	c.checks.judged[onRestored]++
	c.seen[restartedFromDisk]++
	was, is := before.Saved, m.Facts
	switch {
	case is.CurrentTerm >= 0 && is.CurrentTerm < was.CurrentTerm:
		return notRestored(id, "its term is", is.CurrentTerm, was.CurrentTerm)
	case is.CurrentTerm == was.CurrentTerm && is.VotedFor != was.VotedFor && was.VotedFor >= 0:
		return restored.Broken(lab.Say("whole.restored.vote",
			"%v starts in term %d with a vote for %s, and what it saved last has a vote for %s", id, is.CurrentTerm,
			whole.Whose(is.VotedFor), whole.Whose(was.VotedFor)))
	case m.LogKnown && is.LastIndex >= 0 && was.LastIndex > is.LastIndex:
		return notRestored(id, "its log ends at index", is.LastIndex, was.LastIndex)
	}
	return nil
}

func notRestored(id lab.ServerID, what string, is, was int) *lab.Violation {
	return restored.Broken(lab.Say("whole.restored", "%v starts, and %s %d; what it saved last has %d", id, what, is,
		was))
}

// judgeLog updates the mirrored log, and judges Log Matching: entries with the same index and term have the same
// command, and the same entry before them.
func (c *Cluster) judgeLog(w *lab.World, id lab.ServerID, m *Mirror, _ *whole.View) *lab.Violation {
	if !m.LogKnown {
		return nil
	}
	k := &c.checks
	if len(m.View.Log) > 0 && m.LogFrom > 0 {
		w.Line(id, "log", fmt.Sprintf("from=%d terms=%s", m.LogFrom, terms(m.View.Log)))
		k.event = w.Trace.Event()
	}
	m.keepLog()
	for i := range m.View.Log {
		at := m.LogFrom + i
		e, ok := m.Entry(at)
		if !ok || at < 1 {
			continue
		}
		k.judged[onLogMatching]++
		prior := -1
		if p, ok := m.Entry(at - 1); ok {
			prior = p.Term
		}
		other, seen := k.entries[place{at, e.Term}]
		switch {
		case !seen:
			k.entries[place{at, e.Term}] = seenEntry{e.Hash, prior, id, k.event}
		case other.hash != 0 && e.Hash != 0 && other.hash != e.Hash:
			return logMatching.Broken(lab.Say("whole.log.command",
				"%v and %v both have an entry with index %d and term %d, and the commands differ", other.server, id, at,
				e.Term), other.event, k.event)
		case other.before >= 0 && prior >= 0 && other.before != prior && at > 1:
			return logMatching.Broken(lab.Say("whole.log.before",
				"%v and %v both have an entry with index %d and term %d; before it, one has an entry of term %d and "+
					"the other of term %d", other.server, id, at, e.Term, other.before, prior), other.event, k.event)
		case other.hash == 0 && e.Hash != 0 || other.before < 0 && prior >= 0:
			k.entries[place{at, e.Term}] = seenEntry{max(other.hash, e.Hash), max(other.before, prior), id, k.event}
		}
	}
	return nil
}

// keepLog takes the changes of the last view, and forgets what was cut off in front.
func (m *Mirror) keepLog() {
	if cut := m.LogBase - m.logFirst; cut > 0 || len(m.Log) == 0 {
		m.Log, m.logFirst = m.Log[min(max(cut, 0), len(m.Log)):], m.LogBase
	}
	keep := m.LogFrom - m.logFirst
	if keep < 0 || keep > len(m.Log) {
		m.Log, m.logFirst = append([]whole.Entry(nil), m.View.Log...), m.LogFrom
		return
	}
	m.Log = append(m.Log[:keep:keep], m.View.Log...)
}

// Entry is the entry of the mirrored log at an index. The first element of a log that was cut is none: it stands for
// what is gone, and programs keep there what they like.
func (m *Mirror) Entry(index int) (whole.Entry, bool) {
	if index < m.logFirst || index >= m.logFirst+len(m.Log) || index <= m.LogBase && m.LogBase > 0 {
		return whole.Entry{}, false
	}
	return m.Log[index-m.logFirst], true
}

// firstEntry is the index of the first entry that the log can show.
func (m *Mirror) firstEntry() int {
	if m.LogBase > 0 {
		return m.LogBase + 1
	}
	return 1
}

// terms lists entries by their terms, with long lists shortened.
func terms(log []whole.Entry) string {
	text := ""
	for i, e := range log {
		if i == 8 && len(log) > 9 {
			return fmt.Sprintf("%s,+%d", text, len(log)-i)
		}
		if i > 0 {
			text += ","
		}
		text += fmt.Sprint(e.Term)
	}
	return text
}

// judgeLeader judges Leader Completeness: a new leader's log has all that was applied.
func (c *Cluster) judgeLeader(_ *lab.World, id lab.ServerID, m *Mirror, before *whole.View) *lab.Violation {
	if !m.Leads || before.Leads && !m.Booted || m.Stuck || !m.LogKnown {
		return nil
	}
	k := &c.checks
	k.judged[onCompleteness]++
	for index := m.firstEntry(); index <= k.highest; index++ {
		applied := k.applied[index]
		e, ok := m.Entry(index)
		switch {
		case applied.command == "":
		case !ok:
			return completeness.Broken(lab.Say("whole.leader.short",
				"%v leads term %d, and its log ends at index %d; %v has applied %q at index %d", id, m.Term,
				m.logFirst+len(m.Log)-1, applied.server, applied.command, index), applied.event, k.event)
		case e.Hash != 0 && e.Hash != hash(applied.command):
			return completeness.Broken(lab.Say("whole.leader.other",
				"%v leads term %d, and has another command at index %d than %q, which %v has applied there", id, m.Term,
				index, applied.command, applied.server), applied.event, k.event)
		}
	}
	return nil
}
