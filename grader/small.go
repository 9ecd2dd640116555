package grader

import (
	"fmt"
	"maps"
	"slices"

	"raftlab/raft"
)

// What all exercises need to go through every small call: small logs, small states, and an order in
// which the smallest comes first, so that the first that fails is the one to show.

// smallLogs is every log of at most length entries, whose terms rise from 1 to top and never fall,
// given by its terms.
func smallLogs(length int, top raft.Term) [][]raft.Term {
	logs := [][]raft.Term{nil}
	for from := 0; length > 0; length-- {
		end := len(logs)
		for _, log := range logs[from:end] {
			last := raft.Term(1)
			if len(log) > 0 {
				last = log[len(log)-1]
			}
			for term := last; term <= top; term++ {
				logs = append(logs, append(slices.Clone(log), term))
			}
		}
		from = end
	}
	return logs
}

// smallServer is a server of three or five as a small call finds it.
type smallServer struct {
	servers     int
	role        raft.Role
	term        raft.Term
	votedFor    raft.NodeID
	log         []raft.Term
	commitIndex raft.Index
}

// state is a fresh State each time, so that one call cannot spoil the next. The server is S1.
func (s smallServer) state() *raft.State {
	state := &raft.State{
		ID: 1, CurrentTerm: s.term, VotedFor: s.votedFor, Role: s.role, CommitIndex: s.commitIndex, LastApplied: s.commitIndex,
		NextIndex: make([]raft.Index, s.servers+1), MatchIndex: make([]raft.Index, s.servers+1),
	}
	for id := range s.servers {
		state.Servers = append(state.Servers, raft.NodeID(id+1))
	}
	state.Log = raft.LogOf(entriesOf(s.log)...)
	switch s.role {
	case raft.Candidate:
		state.VotesGranted = raft.SetOf(1)
	case raft.Leader:
		state.BecomeLeader()
	}
	return state
}

// size tells small servers from large ones.
func (s smallServer) size() int {
	return s.servers + 2*len(s.log) + int(s.term) + int(s.role) + int(s.votedFor) + int(s.commitIndex)
}

// String is the server as reports show it, in Figure 2's words.
func (s smallServer) String() string {
	text := fmt.Sprintf("%v currentTerm=%d votedFor=%v log=%v", s.role, s.term, s.votedFor, s.log)
	if s.commitIndex > 0 {
		text += fmt.Sprintf(" commitIndex=%d", s.commitIndex)
	}
	return text
}

// entriesOf is a log of entries with these terms. Each holds the command that its index and term
// name, so that entries are equal exactly when index and term are.
func entriesOf(terms []raft.Term) []raft.Entry {
	var entries []raft.Entry
	for i, term := range terms {
		entries = append(entries, entryOf(raft.Index(i+1), term))
	}
	return entries
}

func entryOf(index raft.Index, term raft.Term) raft.Entry {
	return raft.Entry{Term: term, Command: []byte{byte(index), byte(term)}}
}

// logTerms is a log's terms.
func logTerms(s *raft.State) []raft.Term {
	var terms []raft.Term
	for _, e := range s.Log.From(1) {
		terms = append(terms, e.Term)
	}
	return terms
}

// smallestFirst yields the cases of a list of calls in order of their sizes. There are many calls and few
// sizes, and the page's processor is slow: they are put in heaps, not sorted.
func smallestFirst[C any](calls []C, size func(C) int, toCase func(C) Case) func(yield func(Case) bool) {
	return func(yield func(Case) bool) {
		heaps := map[int][]C{}
		for _, c := range calls {
			heaps[size(c)] = append(heaps[size(c)], c)
		}
		for _, n := range slices.Sorted(maps.Keys(heaps)) {
			for _, c := range heaps[n] {
				if !yield(toCase(c)) {
					return
				}
			}
		}
	}
}
