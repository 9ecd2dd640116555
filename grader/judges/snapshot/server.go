package snapshot

import (
	"fmt"

	"raftlab/grader/call"
	"raftlab/raft"
)

// server is S1 of three before a call: a log behind a base, and how far it is committed and applied.
type server struct {
	role     raft.Role
	term     raft.Term
	votedFor raft.NodeID
	base     raft.Index
	baseTerm raft.Term
	// log holds the terms of the entries behind the base.
	log             []raft.Term
	commit, applied raft.Index
	// snapshot is the last index of the last snapshot.
	snapshot raft.Index
	// change is the index of an entry that changes who votes, 0 for none.
	change raft.Index
	needs  [4]raft.Index
	match  raft.Index // of S2, on a leader
	next   raft.Index // of S2, on a leader
}

// voters is who votes as of each snapshot, others are those of another configuration, and later those of a change in
// the log.
var (
	voters = raft.ConfigurationOf(1, 2, 3)
	later  = raft.ConfigurationOf(1, 2, 3, 4)
	others = raft.Configuration{Voters: raft.SetOf(1, 2, 3), Learners: raft.SetOf(4)}
)

// state makes a new State each time.
func (s server) state() *raft.State {
	state := raft.NewState(1, []raft.NodeID{1, 2, 3})
	state.CurrentTerm, state.VotedFor, state.Role = s.term, s.votedFor, s.role
	entries := entriesAfter(s.base, s.log)
	if s.change > 0 {
		entry := &entries[s.change-s.base-1]
		entry.Kind, entry.Command = raft.ConfigurationChange, later.Encode()
	}
	state.Log = raft.LogAfter(s.base, s.baseTerm, entries...)
	if s.role == raft.Leader {
		state.VotedFor = 1
		state.BecomeLeader()
		state.MatchIndex[2], state.NextIndex[2] = s.match, s.next
	}
	if s.role == raft.Candidate {
		state.VotedFor, state.VotesGranted = 1, raft.SetOf(1)
	}
	state.CommitIndex, state.LastApplied = s.commit, s.applied
	state.Snapshot = raft.SnapshotMeta{LastIndex: s.snapshot}
	if s.snapshot > 0 {
		state.Snapshot.LastTerm, state.Snapshot.Configuration = max(state.Log.Term(s.snapshot), 1), voters
	}
	state.BaseConfiguration = others
	state.Configuration = state.ConfigurationAt(state.Log.LastIndex())
	copy(state.Needs, s.needs[:])
	return &state
}

// entriesAfter are entries behind a base, each named by its index and term.
func entriesAfter(base raft.Index, terms []raft.Term) []raft.Entry {
	var entries []raft.Entry
	for i, term := range terms {
		entries = append(entries, call.Entry(base+raft.Index(i)+1, term))
	}
	return entries
}

func (s server) last() raft.Index { return s.base + raft.Index(len(s.log)) }

// termAt is the term of an entry, 0 if neither the log nor its base has it.
func (s server) termAt(i raft.Index) raft.Term {
	switch {
	case i == s.base:
		return s.baseTerm
	case i < s.base || i > s.last():
		return 0
	}
	return s.log[i-s.base-1]
}

func (s server) size() int {
	size := int(s.base) + 3*len(s.log) + int(s.commit) + int(s.applied) + int(s.snapshot) + int(s.term) + int(s.role)
	for _, n := range s.needs {
		size += int(n)
	}
	return size
}

// String is the server as reports show it.
func (s server) String() string {
	text := fmt.Sprintf("S1 of 3, %v currentTerm=%d log=%s commitIndex=%d", s.role, s.term,
		logText(s.base, s.baseTerm, s.log), s.commit)
	if s.applied != s.commit {
		text += fmt.Sprintf(" lastApplied=%d", s.applied)
	}
	if s.snapshot > 0 {
		text += fmt.Sprintf(" snapshot up to %d", s.snapshot)
	}
	if s.change > 0 {
		text += fmt.Sprintf(" entry %d changes who votes", s.change)
	}
	for id, first := range s.needs {
		if first > 0 {
			text += fmt.Sprintf(" S%d needs %d", id, first)
		}
	}
	if s.role == raft.Leader && s.next > 0 {
		text += fmt.Sprintf(" matchIndex[S2]=%d nextIndex[S2]=%d", s.match, s.next)
	}
	return text
}

// logText is a log in words: its base with its term, and the terms behind it.
func logText(base raft.Index, baseTerm raft.Term, terms []raft.Term) string {
	if base == 0 {
		return fmt.Sprint(terms)
	}
	return fmt.Sprintf("(up to %d of term %d cut) %v", base, baseTerm, terms)
}

func stateLog(s *raft.State) string {
	base := s.Log.Base()
	return logText(base, s.Log.Term(base), call.Terms(s.Log.From(base+1)))
}

// sameLog reports whether two logs have the same base and the same entries.
func sameLog(a, b *raft.Log) bool {
	return a.Base() == b.Base() && a.Term(a.Base()) == b.Term(b.Base()) &&
		raft.EqualEntries(a.From(a.Base()+1), b.From(b.Base()+1))
}

// copyTo makes twin a copy of a server that a call may change. The memory of its lists is used again.
func copyTo(twin, s *raft.State) {
	next, match, needs := twin.NextIndex[:0], twin.MatchIndex[:0], twin.Needs[:0]
	*twin = *s
	twin.Log = s.Log.Clone()
	twin.NextIndex, twin.MatchIndex = append(next, s.NextIndex...), append(match, s.MatchIndex...)
	twin.Needs = append(needs, s.Needs...)
}
