package membership

import (
	"fmt"
	"strings"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// logCall is a log: an entry for each configuration, and a command for the zero one.
type logCall struct {
	label
	log  []raft.Configuration
	base raft.Configuration
}

func (l logCall) size() int {
	n := 10 + 2*len(l.log)
	for _, c := range l.log {
		n += sizeOf(c) / 4
	}
	return n
}

func (l logCall) toCase() call.Case {
	return call.Case{Name: l.name, Place: logged, Why: l.why, Run: l.run, Call: l.text}
}

func (l logCall) text() (state, request string) {
	entries := make([]string, len(l.log))
	for i, c := range l.log {
		entries[i] = fmt.Sprintf("%d: %s", i+1, "a command")
		if c != (raft.Configuration{}) {
			entries[i] = fmt.Sprintf("%d: members %v", i+1, c)
		}
	}
	text := "log empty"
	if len(entries) > 0 {
		text = "log " + strings.Join(entries, " · ")
	}
	return text, "Latest, base " + l.base.String()
}

// entries are the log's.
func (l logCall) entries() []raft.Entry {
	var entries []raft.Entry
	for i, c := range l.log {
		entry := call.Entry(raft.Index(i+1), 1)
		if c != (raft.Configuration{}) {
			entry = configurationEntry(1, c)
		}
		entries = append(entries, entry)
	}
	return entries
}

func configurationEntry(term raft.Term, c raft.Configuration) raft.Entry {
	return raft.Entry{Term: term, Kind: raft.ConfigurationChange, Command: c.Encode()}
}

// want is the last configuration, and its index.
func (l logCall) want() (raft.Configuration, raft.Index) {
	for i := len(l.log); i > 0; i-- {
		if l.log[i-1] != (raft.Configuration{}) {
			return l.log[i-1], raft.Index(i)
		}
	}
	return l.base, 0
}

func (l logCall) run(rules raft.Rules) *grader.CaseFailure {
	log := raft.LogOf(l.entries()...)
	wanted, wantAt := l.want()
	got, at := rules.Latest(&log, l.base)
	if got == wanted && at == wantAt {
		return nil
	}
	failure := call.Breaks(logged, "membership.call.latest.other",
		"The last configuration in the log is entry %d, %v. It counts from the moment at which it is there, "+
			"committed or "+
			"not: a server that decides by another one may decide against those that have it.", wantAt, wanted)
	switch {
	case got == wanted:
		failure = call.Stalls(logged, "membership.call.latest.index",
			"The configuration is right, and its index is %d. By another index a leader takes the change for open, "+
				"or for "+
				"committed.", wantAt)
	case wantAt == 0:
		failure = call.Breaks(logged, "membership.call.latest.base",
			"No entry of this log changes the configuration, so the one before the log counts: %v.", wanted)
	}
	failure.State, failure.Request = l.text()
	failure.Yours, failure.Allowed = answerText(got, at), answerText(wanted, wantAt)
	return l.failed(failure)
}

func answerText(c raft.Configuration, at raft.Index) string { return fmt.Sprintf("%v, at %d", c, at) }
