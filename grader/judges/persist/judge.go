package persist

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// run calls the rule and judges the state that the disk gives after a crash, part by part. The paper requires nothing
// else, and a record may hold more than is needed.
func (c saveCall) run(rules raft.Rules) *grader.CaseFailure {
	disk := raft.Saved{CurrentTerm: c.disk.Term, VotedFor: c.disk.VotedFor, Log: call.Entries(c.disk.Log)}
	// The record before this one has the last entry, as in a running server.
	last := raft.Save{CurrentTerm: c.disk.Term, VotedFor: c.disk.VotedFor, From: raft.Index(len(disk.Log))}
	if last.From > 0 {
		last.Entries = disk.Log[last.From-1:]
	}
	state, before := c.now.State(), c.now.State()
	record, needed := rules.WhatToSave(state, last, c.changed)
	yours := "nothing is saved"
	var broken error
	if needed {
		yours = fmt.Sprintf("saves %s", recordText(record))
		broken = disk.Apply(record)
	}
	got := "gives " + savedText(disk.CurrentTerm, disk.VotedFor, disk.Log)
	failure := call.Gravest(c.savedTerm(disk), c.savedVote(disk), c.savedLog(disk, record, needed))
	if broken != nil {
		got = "cannot be read: " + broken.Error()
		failure = c.unreadable(record)
	}
	failure = call.Gravest(failure, changedBySaving(before, state))
	if failure == nil {
		return nil
	}
	want := savedText(c.now.Term, c.now.VotedFor, call.Entries(c.now.Log))
	failure.State = "the disk has " + savedText(c.disk.Term, c.disk.VotedFor, call.Entries(c.disk.Log))
	failure.Request = fmt.Sprintf("the server has %s, changed=%d", want, c.changed)
	failure.Yours = yours + failure.Yours + "; after a crash the disk " + got
	failure.Allowed = "after a crash the disk gives " + want
	return ownWords(failure, c.name)
}

// unreadable is the failure of a record that does not fit what the disk has.
func (c saveCall) unreadable(record raft.Save) *grader.CaseFailure {
	if record.CurrentTerm < c.disk.Term {
		return call.Breaks(persistState, "persist.call.save.term-back",
			"The record says term %d, and the disk has term %d already: S1 cannot start from it. Each record has S1's "+
				"term and vote, whatever has changed.", record.CurrentTerm, c.disk.Term)
	}
	return call.Breaks(persistLog, "persist.call.save.gap",
		"The record's entries begin at index %d, and the log on the disk ends at %d: between them is a gap, and S1 "+
			"cannot start from it. The log changed from index %d on.", record.From, len(c.disk.Log), c.changed)
}

// savedTerm: a term alone promises nothing. What promises something in it, a vote or entries, is judged by itself.
func (c saveCall) savedTerm(disk raft.Saved) *grader.CaseFailure {
	got, want := disk.CurrentTerm, c.now.Term
	switch {
	case got == want:
		return nil
	case c.now.VotedFor != raft.None || c.changed > 0:
		return call.Breaks(persistState, "persist.call.save.term",
			"S1 has voted or taken entries in term %d, and after a crash it is in term %d: it would do so again.",
			want, got)
	}
	return call.Stalls(persistState, "persist.call.save.term-alone",
		"S1 is in term %d, and after a crash in term %d. It takes part in elections that are over.", want, got)
}

// savedVote: a vote that is forgotten is given again.
func (c saveCall) savedVote(disk raft.Saved) *grader.CaseFailure {
	got, want := disk.VotedFor, c.now.VotedFor
	switch {
	case got == want || disk.CurrentTerm != c.now.Term && want == raft.None:
		return nil
	case want != raft.None:
		return call.Breaks(persistState, "persist.call.save.vote",
			"S1 voted for %v in term %d, and after a crash its vote is %v. It may vote again, and two servers lead a "+
				"term.",
			want, c.now.Term, got)
	}
	return call.Stalls(persistState, "persist.call.save.vote-old",
		"S1 has not voted in term %d, and after a crash its vote is %v. Nobody else gets it.", c.now.Term, got)
}

// savedLog: entries that S1 acknowledged are there, and those that it removed are not.
func (c saveCall) savedLog(disk raft.Saved, record raft.Save, needed bool) *grader.CaseFailure {
	want := call.Entries(c.now.Log)
	switch {
	case raft.EqualEntries(disk.Log, want):
		return nil
	case needed && record.From == 0 && len(disk.Log) < len(want):
		return call.Breaks(persistLog, "persist.call.save.no-from",
			"The record's From is 0, which leaves the log on the disk as it is: %v. S1's log is %v, and changed from "+
				"index %d on.", call.Terms(disk.Log), c.now.Log, c.changed)
	case needed && len(record.Entries) == 0 && len(disk.Log) < len(want):
		return call.Breaks(persistLog, "persist.call.save.no-entries",
			"The record has no entries, and S1's log has %s from index %d on. It may have acknowledged what it lacks "+
				"after a crash.", call.Span(int(c.changed), len(want)), c.changed)
	case len(disk.Log) < len(want) && raft.EqualEntries(disk.Log, want[:len(disk.Log)]):
		return call.Breaks(persistLog, "persist.call.save.lost",
			"After a crash S1 lacks %s. It may have acknowledged what it lacks, and a client was told that it is safe.",
			call.Span(len(disk.Log)+1, len(want)))
	case len(disk.Log) > len(want) && raft.EqualEntries(disk.Log[:len(want)], want):
		// The leader removes entries of S1 and sends others in their place. Without others, S1 has its old log, as if
		// it had not heard the leader yet.
		return call.Stalls(persistLog, "persist.call.save.tail",
			"After a crash S1 has %s again, which it had removed.", call.Span(len(want)+1, len(disk.Log)))
	}
	if !needed || record.From == 0 {
		return call.Breaks(persistLog, "persist.call.save.old",
			"The log changed from index %d on, and nothing of that is saved. After a crash S1 has %v, and it had %v: "+
				"it may have acknowledged entries that it lacks then.", c.changed, call.Terms(disk.Log), c.now.Log)
	}
	if record.From > c.changed {
		return call.Breaks(persistLog, "persist.call.save.late",
			"The log changed from index %d on, and the record begins at %d. After a crash S1 has %v, and it had %v: "+
				"it may have acknowledged entries that it lacks then.",
			c.changed, record.From, call.Terms(disk.Log), c.now.Log)
	}
	from := min(int(record.From)-1, len(c.now.Log))
	return call.Breaks(persistLog, "persist.call.save.other",
		"The record puts %v at index %d and behind, and S1's log has %v there. After a crash S1 has %v: it may have "+
			"acknowledged entries that it lacks then.",
		call.Terms(record.Entries), record.From, c.now.Log[from:], call.Terms(disk.Log))
}

// changedBySaving: the rule reads the server, and changes nothing.
func changedBySaving(before, after *raft.State) *grader.CaseFailure {
	change := call.ChangedBesides(before, after)
	if after.CommitIndex != before.CommitIndex {
		change = call.Committed(after)
	}
	if change.Text == "" {
		return nil
	}
	failure := call.Breaks("Figure 2, State", "persist.call.save.changed",
		"To save changes nothing on the server. This call changes %s.", change.What)
	failure.Yours, failure.Liveness = ", and changes the server: "+change.Text, change.Harmless
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
	failure := call.Gravest(c.restored(state), c.volatile(state))
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = "a server that starts", "the disk gives "+savedText(c.term, c.votedFor, entries)
	failure.Yours = restoredText(state)
	failure.Allowed = restoredText(call.Server{Servers: 3, Term: c.term, VotedFor: c.votedFor, Log: c.log}.State())
	return ownWords(failure, c.name)
}

// restored: what is persistent comes back from the disk.
func (c restoreCall) restored(s *raft.State) *grader.CaseFailure {
	entries := call.Entries(c.log)
	switch {
	case s.CurrentTerm < c.term:
		return call.Breaks(persistState, "persist.call.restore.term",
			"The disk has term %d, and S1 starts in term %d: it would vote again in terms that it has left.",
			c.term, s.CurrentTerm)
	case c.votedFor != raft.None && s.VotedFor != c.votedFor:
		return call.Breaks(persistState, "persist.call.restore.vote",
			"S1's vote on the disk is %s, and S1 starts with votedFor=%v: it may vote again in term %d.",
			call.Whose(c.votedFor), s.VotedFor, c.term)
	case !raft.EqualEntries(s.Log.From(1), entries) && slices.Equal(call.LogTerms(s), c.log):
		return call.Breaks(persistLog, "persist.call.restore.order",
			"S1 starts with as many entries as the disk has, %d of the same terms, and they are not the same, or not "+
				"in their places.", len(entries))
	case !raft.EqualEntries(s.Log.From(1), entries):
		return call.Breaks(persistLog, "persist.call.restore.log",
			"The disk has the log %v, and S1 starts with %v. It may have acknowledged each entry.",
			c.log, call.LogTerms(s))
	case s.CurrentTerm > c.term:
		return call.Stalls(persistState, "persist.call.restore.term-ahead",
			"The disk has term %d, and S1 starts in term %d, in which nobody else is.", c.term, s.CurrentTerm)
	case s.VotedFor != c.votedFor:
		return call.Stalls(persistState, "persist.call.restore.vote-made-up",
			"The disk has no vote of term %d, and S1 starts with votedFor=%v: nobody else gets its vote.",
			c.term, s.VotedFor)
	}
	return nil
}

// volatile: the rest begins from nothing.
func (c restoreCall) volatile(s *raft.State) *grader.CaseFailure {
	switch {
	case s.Role != raft.Follower:
		return call.Breaks(startsFollower, "persist.call.restore.role",
			"S1 starts as a %v. A server that starts is a follower: another may lead by now.", s.Role)
	case s.CommitIndex != 0 || s.LastApplied != 0:
		return call.Breaks(volatileState, "persist.call.restore.commit",
			"S1 starts with commitIndex=%d and lastApplied=%d. Both begin at 0: its state machine is empty, and its "+
				"log may hold entries that were never committed.", s.CommitIndex, s.LastApplied)
	}
	return nil
}

func restoredText(s *raft.State) string {
	return fmt.Sprintf("%v %s commitIndex=%d lastApplied=%d",
		s.Role, savedText(s.CurrentTerm, s.VotedFor, s.Log.From(1)), s.CommitIndex, s.LastApplied)
}
