package rafttest

import (
	"fmt"

	"raftlab/raft"
)

// Servers are S1 to S<size>.
func Servers(size int) []raft.NodeID {
	servers := make([]raft.NodeID, size)
	for i := range servers {
		servers[i] = raft.NodeID(i + 1)
	}
	return servers
}

// Entries is one entry for each term. A command names the index and the term of its entry, so that two
// entries are equal only where the Log Matching Property wants them to be.
func Entries(terms ...raft.Term) []raft.Entry {
	entries := make([]raft.Entry, 0, len(terms))
	for i, term := range terms {
		entries = append(entries, raft.Entry{Term: term, Command: fmt.Appendf(nil, "%d of term %d", i+1, term)})
	}
	return entries
}

// Log is a log of Entries.
func Log(terms ...raft.Term) raft.Log { return raft.LogOf(Entries(terms...)...) }

// Terms are the terms of the entries.
func Terms(entries []raft.Entry) []raft.Term {
	var terms []raft.Term
	for _, e := range entries {
		terms = append(terms, e.Term)
	}
	return terms
}

// LogTerms are the terms of a log's entries.
func LogTerms(l *raft.Log) []raft.Term { return Terms(l.From(1)) }

// State is S1 of three servers, for a test of one rule.
func State(term raft.Term, terms ...raft.Term) *raft.State {
	s := raft.NewState(1, Servers(3))
	s.CurrentTerm = term
	s.Log = Log(terms...)
	return &s
}

// Copies is how many servers are known to a leader to hold the entry at index n.
func Copies(s *raft.State, n raft.Index) int {
	count := 0
	for _, id := range s.Servers {
		if s.MatchIndex[id] >= n {
			count++
		}
	}
	return count
}
