package grader

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/raft"
)

// The places in the paper that the vote exercise is about.
const (
	allServers = "Figure 2, Rules for All Servers · §5.1"
	voteRule1  = "Figure 2, RequestVote rule 1 · §5.1"
	voteRule2  = "Figure 2, RequestVote rule 2 · §5.2"
	voteLog    = "Figure 2, RequestVote rule 2 · §5.4.1"
)

// voteSituation is a voter, a request, and what the paper says of the answer. The server is S1 of
// five.
type voteSituation struct {
	name, place, why string
	term             raft.Term
	votedFor         raft.NodeID
	role             raft.Role
	log              []raft.Term
	request          raft.RequestVote
	granted          bool
}

// Vote is the exercise in which HandleRequestVote is written.
func Vote() *Exercise {
	e := &Exercise{ID: "vote", Title: "Grant a vote", File: "exercises/vote/vote.go"}
	for _, s := range voteSituations() {
		e.Cases = append(e.Cases, Case{Name: s.name, Place: s.place, Why: s.why, Run: s.run})
	}
	return e
}

func ask(term raft.Term, candidate raft.NodeID, lastIndex raft.Index, lastTerm raft.Term) raft.RequestVote {
	return raft.RequestVote{Term: term, CandidateID: candidate, LastLogIndex: lastIndex, LastLogTerm: lastTerm}
}

func voteSituations() []voteSituation {
	return []voteSituation{
		{name: "the first election of an empty cluster", place: voteRule2, why: "S1 has no vote in term 1 yet and both logs are empty, so the vote is free.",
			request: ask(1, 2, 0, 0), granted: true},
		{name: "a free vote in the present term", place: voteRule2, why: "S1 is in term 4 and has voted for nobody.",
			term: 4, request: ask(4, 2, 0, 0), granted: true},
		{name: "a second candidate in the same term", place: voteRule2, why: "S1 voted for S2 in term 4. If S3 got its vote too, both could lead term 4 (Election Safety).",
			term: 4, votedFor: 2, request: ask(4, 3, 0, 0)},
		{name: "the same candidate asks again", place: voteRule2, why: "S1's vote went to S2. If that reply was lost, S2 asks again, and must get the same answer.",
			term: 4, votedFor: 2, request: ask(4, 2, 0, 0), granted: true},
		{name: "a candidate of an earlier term", place: voteRule1, why: "Term 3 is over for S1. The reply tells S2 that it is term 4 now.",
			term: 4, request: ask(3, 2, 0, 0)},
		{name: "a candidate of an earlier term that S1 did not vote for", place: voteRule1, why: "Term 2 is over for S1, however good the candidate's log is.",
			term: 3, votedFor: 4, log: []raft.Term{1}, request: ask(2, 2, 9, 2)},
		{name: "a later term brings a new vote", place: allServers, why: "S1 voted for S2 in term 4. In term 5 it has not voted yet.",
			term: 4, votedFor: 2, request: ask(5, 3, 0, 0), granted: true},
		{name: "a later term, but a log that is behind", place: voteLog, why: "S1 must adopt term 6, but S2 lacks an entry that may be committed. The vote of term 6 stays free.",
			term: 5, votedFor: 3, log: []raft.Term{1, 2}, request: ask(6, 2, 1, 1)},
		{name: "a shorter log with a later last term", place: voteLog, why: "The last term is compared first: term 3 at index 1 is later than term 2 at index 3.",
			term: 3, log: []raft.Term{1, 2, 2}, request: ask(4, 2, 1, 3), granted: true},
		{name: "a longer log with an earlier last term", place: voteLog, why: "Length does not make up for the term: S2's log of term 1 may lack a committed entry of term 2.",
			term: 2, log: []raft.Term{1, 2}, request: ask(4, 2, 5, 1)},
		{name: "the same last term, and a shorter log", place: voteLog, why: "S2 lacks entry 3, which may be committed.",
			term: 2, log: []raft.Term{1, 2, 2}, request: ask(3, 2, 2, 2)},
		{name: "the same last term, and a longer log", place: voteLog, why: "S2 has all that S1 has, and more.",
			term: 2, log: []raft.Term{1, 2, 2}, request: ask(3, 2, 4, 2), granted: true},
		{name: "equal logs", place: voteLog, why: "A log that is as up to date is up to date enough.",
			term: 2, log: []raft.Term{1, 2, 2}, request: ask(3, 2, 3, 2), granted: true},
		{name: "the voter's term is above its last entry's", place: voteLog, why: "Logs are compared by their last entries. S1's currentTerm of 5 does not make its log newer.",
			term: 5, log: []raft.Term{1}, request: ask(6, 2, 1, 1), granted: true},
		{name: "a candidate is asked by another of its term", place: voteRule2, why: "S1 is a candidate of term 4, and has voted for itself.",
			term: 4, votedFor: 1, role: raft.Candidate, request: ask(4, 2, 0, 0)},
		{name: "a candidate is asked in a later term", place: allServers, why: "S1 gives up its election of term 4, and is free to vote in term 5.",
			term: 4, votedFor: 1, role: raft.Candidate, request: ask(5, 2, 0, 0), granted: true},
		{name: "a leader is asked in a later term", place: allServers, why: "Whoever sees a later term steps down, the leader too.",
			term: 4, votedFor: 1, role: raft.Leader, request: ask(5, 2, 0, 0), granted: true},
		{name: "a leader is asked in a later term by a log that is behind", place: allServers, why: "S1 steps down, and yet does not vote for S2, which lacks its entry.",
			term: 4, votedFor: 1, role: raft.Leader, log: []raft.Term{4}, request: ask(5, 2, 0, 0)},
	}
}

// state is a fresh voter: each call gets its own, so that one case cannot spoil the next.
func (s voteSituation) state() *raft.State {
	var entries []raft.Entry
	for _, term := range s.log {
		entries = append(entries, raft.Entry{Term: term})
	}
	state := &raft.State{
		ID: 1, Servers: []raft.NodeID{1, 2, 3, 4, 5}, CurrentTerm: s.term, VotedFor: s.votedFor, Role: s.role,
		Log: raft.LogOf(entries...), NextIndex: make([]raft.Index, 6), MatchIndex: make([]raft.Index, 6),
	}
	switch s.role {
	case raft.Candidate:
		state.VotesGranted = raft.SetOf(1)
	case raft.Leader:
		state.BecomeLeader()
	}
	return state
}

// run calls the rule and compares what it did with what is allowed.
func (s voteSituation) run(rules raft.Rules) *CaseFailure {
	state := s.state()
	reply := rules.HandleRequestVote(state, s.request)
	wantTerm := max(s.term, s.request.Term)
	wantVote := s.votedFor
	switch {
	case s.granted:
		wantVote = s.request.CandidateID
	case s.request.Term > s.term:
		wantVote = raft.None
	}
	wantRole := s.role
	if s.request.Term > s.term {
		wantRole = raft.Follower
	}
	allowed := voteOutcome(s.granted, wantTerm, wantTerm, wantVote, wantRole)
	yours := voteOutcome(reply.VoteGranted, reply.Term, state.CurrentTerm, state.VotedFor, state.Role)
	kept := slices.Equal(logTerms(state), s.log)
	if yours == allowed && kept {
		return nil
	}
	if !kept {
		yours += fmt.Sprintf(", log=%v", logTerms(state))
		allowed += ", the log as it was"
	}
	return &CaseFailure{
		State:   fmt.Sprintf("%v currentTerm=%d votedFor=%v log=%v", s.role, s.term, s.votedFor, s.log),
		Request: fmt.Sprintf("RequestVote{term %d, candidate %v, last %d/%d}", s.request.Term, s.request.CandidateID, s.request.LastLogIndex, s.request.LastLogTerm),
		Yours:   yours, Allowed: allowed,
	}
}

func voteOutcome(granted bool, replyTerm, term raft.Term, votedFor raft.NodeID, role raft.Role) string {
	answer := "refused"
	if granted {
		answer = "granted"
	}
	return fmt.Sprintf("%s in term %d, then %v currentTerm=%d votedFor=%v", answer, replyTerm, role, term, votedFor)
}

func logTerms(s *raft.State) []raft.Term {
	var terms []raft.Term
	for _, e := range s.Log.From(1) {
		terms = append(terms, e.Term)
	}
	return terms
}

func panicSentence(reason any) string {
	text := fmt.Sprint(reason)
	if text == raft.TODO {
		return "The rule is still the starter's."
	}
	return "The rule panicked: " + strings.SplitN(text, "\n", 2)[0]
}
