package seat

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/whole"
	"raftlab/wasm/whole/codec"
)

// look writes into the view what the server shows, now that all is at rest. It is called with the lock held.
func (m *Machine) look(now lab.Time) {
	v := &m.view
	v.Term, v.Leads, v.Stuck = m.state.term, m.state.leads, m.state.asked
	v.StoreHash = m.store.Hash()
	v.StateSize, v.SnapshotSize = m.disk.RaftStateSize(), m.disk.SnapshotSize()
	v.Goroutines, v.Calls = runtime.NumGoroutine(), m.board.Waiting()
	v.Snapshots = m.program.Snapshots
	v.Facts, v.Saved = whole.NoFacts(), whole.NoFacts()
	l := &m.peer
	v.Facts.CurrentTerm, v.Facts.VotedFor = l.int(l.term, -1), l.votedFor()
	v.Facts.CommitIndex, v.Facts.LastApplied = l.int(l.commit, -1), l.int(l.applied, -1)
	v.Saved.CurrentTerm, v.Saved.VotedFor, v.Saved.LastIndex = l.savedTerm, l.savedVote, l.savedN
	m.log.look(l, v)
	m.trouble(now, v)
	if all := codec.Warnings(); len(all) > m.warned {
		v.Warnings, m.warned = append(v.Warnings, all[m.warned:]...), len(all)
	}
}

// promise says how what is sent now promises what the program has not saved; reply is nil for a call. No lock is
// needed: a server that keeps Figure 2 saves before it lets go of its state.
func (m *Machine) promise(method string, reply any) string {
	l := &m.peer
	if l.term == nil || l.vote == nil {
		return ""
	}
	method = strings.ToLower(method)
	vote := strings.Contains(method, "vote") && !strings.Contains(method, "pre")
	term, votedFor := l.int(l.term, -1), l.votedFor()
	switch {
	case reply == nil && vote && (term != l.savedTerm || votedFor != l.savedVote):
		return fmt.Sprintf("it asks for votes in term %d, and %s", term, l.lastSave())
	case reply == nil:
		return ""
	case vote && grants(reply) && (term != l.savedTerm || votedFor != l.savedVote):
		return fmt.Sprintf("it grants a vote in term %d, and %s", term, l.lastSave())
	case strings.Contains(method, "append") && grants(reply) && m.log.shape.Trusted:
		return m.promisedEntries()
	case term != l.savedTerm:
		m.remark("a server answers in a term that it has not saved: Figure 2 wants currentTerm on stable storage before " +
			"the answer")
	}
	return ""
}

// answers reports whether the kind of a message says that it answers another: RequestVoteReply, VoteResp, AppendAck.
func answers(kind string) bool {
	kind = strings.ToLower(kind)
	return slices.ContainsFunc([]string{"repl", "resp", "answer", "ack", "result", "grant"}, func(word string) bool {
		return strings.Contains(kind, word)
	})
}

// remark warns once of what is against Figure 2, and breaks nothing.
func (m *Machine) remark(text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.remarked {
		m.remarked, m.view.Warnings = true, append(m.view.Warnings, text)
	}
}

// promisedEntries compares the end of the log with that of what was saved.
func (m *Machine) promisedEntries() string {
	l := &m.peer
	n, last := m.log.end(l)
	if n <= 0 || n == l.savedN && last == l.savedLast {
		return ""
	}
	return fmt.Sprintf("it accepts entries up to index %d, term %d, and its last save ends with index %d, term %d",
		n, last.Term, l.savedN, l.savedLast.Term)
}

func (l *looker) lastSave() string {
	return fmt.Sprintf("its last save has term %d and a vote for %s", l.savedTerm, whole.Whose(l.savedVote))
}

// refuses reports whether a field's name says that true is a no.
func refuses(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "reject") || strings.HasPrefix(name, "refuse") || strings.HasPrefix(name, "den")
}

// grants reports whether a reply says yes: its only field that is true or false is true, or false if it is Reject.
func grants(reply any) bool {
	v := reflect.ValueOf(reply)
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return false
	}
	yes, count := false, 0
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Bool {
			yes, count = f.Bool() != refuses(v.Type().Field(i).Name), count+1
		}
	}
	return count == 1 && yes
}
