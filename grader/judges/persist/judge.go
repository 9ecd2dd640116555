package persist

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// run calls the rule and judges the state that the disk gives after a crash. The paper requires nothing else, and a
// record may hold more than is needed.
func (c saveCall) run(rules raft.Rules) *grader.CaseFailure {
	disk := raft.Saved{CurrentTerm: c.disk.Term, VotedFor: c.disk.VotedFor, Log: call.Entries(c.disk.Log)}
	// The record before this one has the last entry, as in a running server.
	last := raft.Save{CurrentTerm: c.disk.Term, VotedFor: c.disk.VotedFor, From: raft.Index(len(disk.Log))}
	if last.From > 0 {
		last.Entries = disk.Log[last.From-1:]
	}
	state := c.now.State()
	record, needed := rules.WhatToSave(state, last, c.changed)
	yours := "nothing is saved"
	var broken error
	if needed {
		yours = fmt.Sprintf("saves %s", recordText(record))
		broken = disk.Apply(record)
	}
	want := savedText(c.now.Term, c.now.VotedFor, call.Entries(c.now.Log))
	got := "gives " + savedText(disk.CurrentTerm, disk.VotedFor, disk.Log)
	kept := slices.Equal(call.LogTerms(state), c.now.Log) && state.CurrentTerm == c.now.Term &&
		state.VotedFor == c.now.VotedFor
	switch {
	case broken != nil:
		got = "cannot be read: " + broken.Error()
	case !kept:
		yours += ", and changes the server"
	case got == "gives "+want && raft.EqualEntries(disk.Log, call.Entries(c.now.Log)):
		return nil
	}
	failure := &grader.CaseFailure{
		State:   "the disk has " + savedText(c.disk.Term, c.disk.VotedFor, call.Entries(c.disk.Log)),
		Request: fmt.Sprintf("the server has %s, changed=%d", want, c.changed),
		Yours:   yours + "; after a crash the disk " + got, Allowed: "after a crash the disk gives " + want,
	}
	if c.name == "" {
		failure.Why = lab.Say("persist.call.save",
			"What the server knows before it speaks, it must know after a crash.")
	}
	return failure
}

func recordText(r raft.Save) string {
	text := fmt.Sprintf("currentTerm=%d votedFor=%v", r.CurrentTerm, r.VotedFor)
	if r.From > 0 {
		text += fmt.Sprintf(" log from %d: %v", r.From, call.Terms(r.Entries))
	}
	return text
}

func savedText(term raft.Term, votedFor raft.NodeID, log []raft.Entry) string {
	return fmt.Sprintf("currentTerm=%d votedFor=%v log=%v", term, votedFor, call.Terms(log))
}

func (c restoreCall) run(rules raft.Rules) *grader.CaseFailure {
	entries := call.Entries(c.log)
	state := call.Server{Servers: 3}.State()
	rules.Restore(state, raft.Saved{CurrentTerm: c.term, VotedFor: c.votedFor, Log: entries})
	allowed := restoredText(call.Server{Servers: 3, Term: c.term, VotedFor: c.votedFor, Log: c.log}.State())
	yours := restoredText(state)
	if yours == allowed && raft.EqualEntries(state.Log.From(1), entries) {
		return nil
	}
	failure := &grader.CaseFailure{
		State:   "a server that starts",
		Request: "the disk gives " + savedText(c.term, c.votedFor, entries),
		Yours:   yours,
		Allowed: allowed,
	}
	if c.name == "" {
		failure.Why = lab.Say("persist.call.restore",
			"What is persistent comes back as it was saved, and what is volatile begins anew.")
	}
	return failure
}

func restoredText(s *raft.State) string {
	return fmt.Sprintf("%v %s commitIndex=%d lastApplied=%d",
		s.Role, savedText(s.CurrentTerm, s.VotedFor, s.Log.From(1)), s.CommitIndex, s.LastApplied)
}
