package grader

import (
	"fmt"
	"slices"

	"raftlab/raft"
)

// The places in the paper that the persist exercise is about.
const (
	persistState  = "Figure 2, State, persistent state on all servers · §5.1"
	persistLog    = "Figure 2, State, log[] · §5.3"
	volatileState = "Figure 2, State, volatile state on all servers"
)

// Persist is the exercise in which WhatToSave and Restore are written.
func Persist() *Exercise {
	e := &Exercise{
		ID: "persist", Title: "Save before you speak", File: "exercises/persist/persist.go",
		Rules:    []string{"WhatToSave", "Restore"},
		Branches: persistBranches, Watch: watchPersist, Drills: persistDrills,
	}
	for _, s := range saveSituations() {
		e.Cases = append(e.Cases, Case{Name: s.name, Place: s.place, Why: s.why, Run: s.run})
	}
	for _, s := range restoreSituations() {
		e.Cases = append(e.Cases, Case{Name: s.name, Place: s.place, Why: s.why, Run: s.run})
	}
	e.Small = func(yield func(Case) bool) {
		for c := range smallestFirst(smallSaves(), saveCall.size, func(s saveCall) Case { return Case{Place: persistState, Run: s.run} }) {
			if !yield(c) {
				return
			}
		}
		for c := range smallestFirst(smallRestores(), restoreCall.size, func(r restoreCall) Case { return Case{Place: persistState, Run: r.run} }) {
			if !yield(c) {
				return
			}
		}
	}
	return e
}

// saveCall is a server whose step is over: what its disk has, what the server has now, and from which
// index on its log changed, 0 for not at all.
type saveCall struct {
	name, place, why string
	disk             smallServer
	now              smallServer
	changed          raft.Index
}

func saveSituations() []saveCall {
	server := func(role raft.Role, term raft.Term, votedFor raft.NodeID, log ...raft.Term) smallServer {
		return smallServer{servers: 3, role: role, term: term, votedFor: votedFor, log: log}
	}
	const follower, candidate, leader = raft.Follower, raft.Candidate, raft.Leader
	return []saveCall{
		{"a vote is given", persistState, "S1 votes for S2 in term 1. If it forgets, it may vote again after a crash, and two servers lead term 1.",
			server(follower, 1, 0), server(follower, 1, 2), 0},
		{"a later term is learnt", persistState, "S1 learnt of term 5 and has not voted in it. If it forgets the term, it votes again in one that it has left.",
			server(follower, 3, 2), server(follower, 5, 0), 0},
		{"an election is started", persistState, "S1 votes for itself in term 2 before it asks anyone else. If it forgets, it may vote for another candidate of term 2.",
			server(follower, 1, 3), server(candidate, 2, 1), 0},
		{"the first entry is appended", persistLog, "S1 will tell the leader that it has entry 1. It must have it after a crash, too.",
			server(follower, 1, 2), server(follower, 1, 2, 1), 1},
		{"an entry is appended behind others", persistLog, "Only entry 3 is new. The disk needs it, and where it belongs.",
			server(follower, 2, 2, 1, 1), server(follower, 2, 2, 1, 1, 2), 3},
		{"a tail is replaced", persistLog, "Entries 2 and 3 of term 1 were replaced by one of term 2. After a crash the old ones must not come back.",
			server(follower, 2, 2, 1, 1, 1), server(follower, 2, 2, 1, 2), 2},
		{"a tail is removed, and nothing takes its place", persistLog, "The log ends at entry 1 now. The disk must know that, though there is no new entry to save.",
			server(follower, 2, 2, 1, 1, 1), server(follower, 2, 2, 1), 2},
		{"a term, a vote and entries at once", persistState, "All three changed in one step, and all three must be there after a crash.",
			server(follower, 1, 2, 1), server(follower, 3, 0, 1, 3, 3), 2},
		{"a leader appends", persistLog, "A leader counts itself among the servers that have an entry. So it must have it on its own disk first.",
			server(leader, 2, 1, 1), server(leader, 2, 1, 1, 2), 2},
		{"nothing changed", persistState, "The disk has all there is. Saving it once more is allowed, and costs a write to the disk.",
			server(follower, 2, 2, 1, 2), server(follower, 2, 2, 1, 2), 0},
	}
}

// smallSaves is every step of a server with at most three entries in terms up to 3.
func smallSaves() []saveCall {
	var calls []saveCall
	logs := smallLogs(3, 2)
	for _, before := range logs {
		for _, after := range logs {
			changed := firstDifference(before, after)
			for _, term := range []raft.Term{2, 3} {
				for _, votes := range [][2]raft.NodeID{{0, 0}, {0, 2}, {2, 2}, {2, 0}, {2, 3}, {0, 1}, {1, 1}} {
					if term == 2 && votes[0] != 0 && votes[1] != votes[0] {
						continue // a vote stays for as long as its term does
					}
					now := smallServer{servers: 3, role: raft.Follower, term: term, votedFor: votes[1], log: after}
					switch {
					case votes[0] == 1 && term == 2:
						now.role = raft.Leader
					case votes[1] == 1:
						now.role = raft.Candidate
					}
					disk := smallServer{servers: 3, role: raft.Follower, term: 2, votedFor: votes[0], log: before}
					calls = append(calls, saveCall{disk: disk, now: now, changed: changed})
				}
			}
		}
	}
	return calls
}

// firstDifference is the lowest index at which two logs differ, 0 for equal ones.
func firstDifference(a, b []raft.Term) raft.Index {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return raft.Index(i + 1)
		}
	}
	return 0
}

func (c saveCall) size() int { return c.disk.size() + c.now.size() }

// run calls the rule and asks what the disk gives after a crash: that, and nothing else, is what the
// paper wants. A record may well hold more than is needed.
func (c saveCall) run(rules raft.Rules) *CaseFailure {
	disk := raft.Saved{CurrentTerm: c.disk.term, VotedFor: c.disk.votedFor, Log: entriesOf(c.disk.log)}
	// The record before this one brought the last entry, as it does in a server that runs.
	last := raft.Save{CurrentTerm: c.disk.term, VotedFor: c.disk.votedFor, From: raft.Index(len(disk.Log))}
	if last.From > 0 {
		last.Entries = disk.Log[last.From-1:]
	}
	state := c.now.state()
	record, needed := rules.WhatToSave(state, last, c.changed)
	yours := "nothing is saved"
	var broken error
	if needed {
		yours = fmt.Sprintf("saves %s", recordText(record))
		broken = disk.Apply(record)
	}
	want := savedText(c.now.term, c.now.votedFor, entriesOf(c.now.log))
	got := "gives " + savedText(disk.CurrentTerm, disk.VotedFor, disk.Log)
	kept := slices.Equal(logTerms(state), c.now.log) && state.CurrentTerm == c.now.term && state.VotedFor == c.now.votedFor
	switch {
	case broken != nil:
		got = "cannot be read: " + broken.Error()
	case !kept:
		yours += ", and changes the server"
	case got == "gives "+want && slices.EqualFunc(disk.Log, entriesOf(c.now.log), sameEntry):
		return nil
	}
	failure := &CaseFailure{
		State:   "the disk has " + savedText(c.disk.term, c.disk.votedFor, entriesOf(c.disk.log)),
		Request: fmt.Sprintf("the server has %s, changed=%d", want, c.changed),
		Yours:   yours + "; after a crash the disk " + got, Allowed: "after a crash the disk gives " + want,
	}
	if c.name == "" {
		failure.Why = "What the server knows before it speaks, it must know after a crash."
	}
	return failure
}

func sameEntry(a, b raft.Entry) bool {
	return a.Term == b.Term && a.Kind == b.Kind && string(a.Command) == string(b.Command)
}

func recordText(r raft.Save) string {
	text := fmt.Sprintf("currentTerm=%d votedFor=%v", r.CurrentTerm, r.VotedFor)
	if r.From > 0 {
		text += fmt.Sprintf(" log from %d: %v", r.From, termsOf(r.Entries))
	}
	return text
}

func savedText(term raft.Term, votedFor raft.NodeID, log []raft.Entry) string {
	return fmt.Sprintf("currentTerm=%d votedFor=%v log=%v", term, votedFor, termsOf(log))
}

func termsOf(entries []raft.Entry) []raft.Term {
	var terms []raft.Term
	for _, e := range entries {
		terms = append(terms, e.Term)
	}
	return terms
}

// restoreCall is a server that starts, and what it finds on its disk.
type restoreCall struct {
	name, place, why string
	term             raft.Term
	votedFor         raft.NodeID
	log              []raft.Term
}

func restoreSituations() []restoreCall {
	return []restoreCall{
		{"the very first start", persistState, "An empty disk gives term 0, no vote and an empty log.", 0, 0, nil},
		{"a start after a vote", persistState, "S1 voted for S2 in term 3. It must know that, or it votes again.", 3, 2, nil},
		{"a start with a log", persistLog, "All entries come back, in their places.", 3, 0, []raft.Term{1, 1, 3}},
		{"what was committed is not known", volatileState, "commitIndex and lastApplied begin at 0. A log may hold entries that were never committed.", 2, 1, []raft.Term{1, 2}},
	}
}

// smallRestores is every disk with at most three entries in terms up to 3.
func smallRestores() []restoreCall {
	var calls []restoreCall
	for _, log := range smallLogs(3, 2) {
		for _, term := range []raft.Term{0, 2, 3} {
			if term == 0 && len(log) > 0 {
				continue
			}
			for votedFor := raft.NodeID(0); votedFor <= 3; votedFor++ {
				if term > 0 || votedFor == 0 {
					calls = append(calls, restoreCall{term: term, votedFor: votedFor, log: log})
				}
			}
		}
	}
	return calls
}

func (c restoreCall) size() int { return len(c.log) + int(c.term) + int(c.votedFor) }

func (c restoreCall) run(rules raft.Rules) *CaseFailure {
	entries := entriesOf(c.log)
	state := smallServer{servers: 3}.state()
	rules.Restore(state, raft.Saved{CurrentTerm: c.term, VotedFor: c.votedFor, Log: entries})
	allowed := restoredText(smallServer{servers: 3, term: c.term, votedFor: c.votedFor, log: c.log}.state())
	yours := restoredText(state)
	if yours == allowed && slices.EqualFunc(state.Log.From(1), entries, sameEntry) {
		return nil
	}
	failure := &CaseFailure{State: "a server that starts", Request: "the disk gives " + savedText(c.term, c.votedFor, entries), Yours: yours, Allowed: allowed}
	if c.name == "" {
		failure.Why = "What is persistent comes back as it was saved, and what is volatile begins anew."
	}
	return failure
}

func restoredText(s *raft.State) string {
	return fmt.Sprintf("%v %s commitIndex=%d lastApplied=%d", s.Role, savedText(s.CurrentTerm, s.VotedFor, s.Log.From(1)), s.CommitIndex, s.LastApplied)
}

// The branches of the two rules: what changed, and what was found.
const (
	saveTerm = iota
	saveVote
	saveEntries
	saveNothing
	restoreEmpty
	restoreLog
)

var persistBranches = []Branch{
	{"a term changed", persistState}, {"a vote changed", persistState}, {"the log changed", persistLog}, {"nothing changed", persistState},
	{"a start with an empty disk", persistState}, {"a start with a log", persistLog},
}

func watchPersist(rules raft.Rules, reached func(branch int)) raft.Rules {
	save, restore := rules.WhatToSave, rules.Restore
	rules.WhatToSave = func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		switch {
		case changed > 0:
			reached(saveEntries)
		case s.CurrentTerm != last.CurrentTerm:
			reached(saveTerm)
		case s.VotedFor != last.VotedFor:
			reached(saveVote)
		default:
			reached(saveNothing)
		}
		return save(s, last, changed)
	}
	rules.Restore = func(s *raft.State, saved raft.Saved) {
		if len(saved.Log) > 0 {
			reached(restoreLog)
		} else {
			reached(restoreEmpty)
		}
		restore(s, saved)
	}
	return rules
}

// persistDrills are stories of power failures.
var persistDrills = []Drill{
	{"a vote, a power failure, and another candidate", "Figure 3, Election Safety · §5.2", `servers 3
election-timeout 1s 2s
latency 5ms
jitter 0ms
disk 0ms
cut S1 > S2
cut S2 > S1
timeout S1
run 7ms
crash S3
restart S3
timeout S2
run 50ms
recover
expect progress
`},
	{"an acknowledged write, and two power failures", "Figure 3, Leader Completeness · §5.4", `servers 3
election-timeout 1s 2s
elect S1
isolate S3
put x 1
await answers
crash S2
crash S1
heal
restart S2
timeout S2
run 100ms
timeout S3
run 100ms
timeout S3
run 100ms
` + settled},
	{"a tail that was removed", "Figure 3, Log Matching · §5.3", `servers 3
election-timeout 1s 2s
elect S1
run 100ms
isolate S1
put x 1 via S1
put x 2 via S1
run 50ms
elect S2
put x 3 via S2
run 100ms
rejoin S1
run 200ms
crash S1
restart S1
run 200ms
timeout S1
run 100ms
crash S2
restart S2
` + settled},
}
