package call

import (
	"fmt"
	"slices"

	"raftlab/raft"
)

// Logs is every log of at most length entries, as the list of their terms. The terms are between 1 and top and never
// decrease.
func Logs(length int, top raft.Term) [][]raft.Term {
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

// Server is a server before a small call.
type Server struct {
	Servers     int
	Role        raft.Role
	Term        raft.Term
	VotedFor    raft.NodeID
	Log         []raft.Term
	CommitIndex raft.Index
	// Unapplied is how many committed entries are not applied yet.
	Unapplied raft.Index
	// Leader is the server that a follower takes for the leader.
	Leader raft.NodeID
	// Votes are the votes that a candidate has besides its own.
	Votes raft.NodeSet
	// Copies is a leader's MatchIndex of each follower. If it is not 0, an answer of S2 is missing.
	Copies raft.Index
}

// State makes a new State each time, so that one call cannot affect the next. The server is S1.
func (s Server) State() *raft.State {
	state := &raft.State{
		ID: 1, CurrentTerm: s.Term, VotedFor: s.VotedFor, Role: s.Role, Leader: s.Leader,
		CommitIndex: s.CommitIndex, LastApplied: s.CommitIndex - s.Unapplied,
		NextIndex: make([]raft.Index, s.Servers+1), MatchIndex: make([]raft.Index, s.Servers+1),
	}
	for id := range s.Servers {
		state.Servers = append(state.Servers, raft.NodeID(id+1))
	}
	state.Configuration = raft.ConfigurationOf(state.Servers...)
	state.Log = raft.LogOf(Entries(s.Log)...)
	switch s.Role {
	case raft.Candidate:
		state.VotesGranted = raft.SetOf(1) | s.Votes
	case raft.Leader:
		state.BecomeLeader()
		if s.Copies > 0 {
			s.confirm(state)
		}
	}
	return state
}

// confirm is what a leader has learnt from its followers' answers.
func (s Server) confirm(state *raft.State) {
	for _, id := range state.Servers[1:] {
		state.MatchIndex[id], state.NextIndex[id] = s.Copies, s.Copies+1
	}
	state.Awaiting = raft.SetOf(2)
}

// Size orders servers, the smallest first.
func (s Server) Size() int {
	return s.Servers + 2*len(s.Log) + int(s.Term) + int(s.Role) + int(s.VotedFor) + int(s.CommitIndex)
}

// String is the server as reports show it, in Figure 2's words.
func (s Server) String() string {
	text := fmt.Sprintf("%v currentTerm=%d votedFor=%v log=%v", s.Role, s.Term, s.VotedFor, s.Log)
	if s.CommitIndex > 0 {
		text += fmt.Sprintf(" commitIndex=%d", s.CommitIndex)
	}
	if s.Unapplied > 0 {
		text += fmt.Sprintf(" lastApplied=%d", s.CommitIndex-s.Unapplied)
	}
	if s.Leader != raft.None {
		text += fmt.Sprintf(" leader=%v", s.Leader)
	}
	for id := range raft.NodeID(s.Servers + 1) {
		if s.Votes.Has(id) {
			text += fmt.Sprintf(" vote of %v", id)
		}
	}
	if s.Copies > 0 {
		text += fmt.Sprintf(" matchIndex=%d of each follower", s.Copies)
	}
	return text
}

// Entries is a log of entries with these terms. The command of each names its index and term, so that two entries are
// equal exactly when their indexes and terms are.
func Entries(terms []raft.Term) []raft.Entry {
	var entries []raft.Entry
	for i, term := range terms {
		entries = append(entries, Entry(raft.Index(i+1), term))
	}
	return entries
}

// Whose says whose a vote is, in a sentence about S1.
func Whose(vote raft.NodeID) string {
	switch vote {
	case raft.None:
		return "nobody's"
	case 1:
		return "its own"
	}
	return vote.String() + "'s"
}

// Span is the entries of two indexes and between, as a sentence names them.
func Span(from, to int) string {
	switch {
	case to < from:
		return "no entry"
	case to == from:
		return fmt.Sprintf("entry %d", to)
	}
	return fmt.Sprintf("entries %d to %d", from, to)
}

func Entry(index raft.Index, term raft.Term) raft.Entry {
	return raft.Entry{Term: term, Command: []byte{byte(index), byte(term)}}
}

// Terms are the terms of entries.
func Terms(entries []raft.Entry) []raft.Term {
	terms := make([]raft.Term, len(entries))
	for i, e := range entries {
		terms[i] = e.Term
	}
	return terms
}

// LogTerms is a log's terms.
func LogTerms(s *raft.State) []raft.Term { return Terms(s.Log.From(1)) }
