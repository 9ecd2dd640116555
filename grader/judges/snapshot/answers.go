package snapshot

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// answerCall is a call of HandleInstallSnapshotReply, with an answer of S2.
type answerCall struct {
	name, why string
	server    server
	reply     raft.InstallSnapshotReply
}

func (c answerCall) size() int {
	return c.server.size() + int(c.reply.Term) + int(c.reply.MatchIndex) + int(c.reply.Offset)
}

func (c answerCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: sends, Why: c.why, Run: c.run, Call: c.text}
}

func (c answerCall) text() (state, request string) {
	what := fmt.Sprintf("match %d", c.reply.MatchIndex)
	if c.reply.MatchIndex == 0 {
		what = fmt.Sprintf("offset %d", c.reply.Offset)
	}
	return c.server.String(), fmt.Sprintf("InstallSnapshotReply{term %d, %s} from S2", c.reply.Term, what)
}

func (c answerCall) run(rules raft.Rules) *grader.CaseFailure {
	before, after := c.server.state(), c.server.state()
	rules.HandleInstallSnapshotReply(after, 2, c.reply)
	v := verdict{
		yours: said("%v in term %d, matchIndex[S2]=%d nextIndex[S2]=%d", after.Role, after.CurrentTerm,
			after.MatchIndex[2], after.NextIndex[2]),
		parts: []*grader.CaseFailure{call.Standing("snapshot", before, after, c.reply.Term), c.rest(before, after)},
	}
	if before.Role == raft.Leader && c.reply.Term == before.CurrentTerm {
		match := max(before.MatchIndex[2], c.reply.MatchIndex)
		v.allowed = said("matchIndex[S2]=%d, and nextIndex[S2] after it", match)
		v.parts = append(v.parts, c.progress(before, after, match))
	} else {
		v.allowed = said("%s", either(c.reply.Term > before.CurrentTerm, "a follower of that term", "nothing changes"))
		v.parts = append(v.parts, c.nothing(before, after))
	}
	return v.finish(c.name, c.text)
}

// rest: log, commit index and the caller's stay.
func (c answerCall) rest(before, after *raft.State) *grader.CaseFailure {
	if !sameLog(&before.Log, &after.Log) || after.CommitIndex != before.CommitIndex ||
		after.LastApplied != before.LastApplied || after.Configuration != before.Configuration {
		return call.Breaks(sends, "snapshot.call.answer.rest", "An answer changes what S1 knows of S2, and nothing "+
			"else.")
	}
	return nil
}

// nothing: an answer of another term, or to a server that does not lead, says nothing of S2.
func (c answerCall) nothing(before, after *raft.State) *grader.CaseFailure {
	if before.Role == raft.Leader && c.reply.Term < before.CurrentTerm && after.MatchIndex[2] != before.MatchIndex[2] {
		return call.Breaks(sends, "snapshot.call.answer.old", "The answer is of term %d, and S1 leads term %d. It is "+
			"about another leadership: S2 may have lost since what it had then.", c.reply.Term, before.CurrentTerm)
	}
	return nil
}

func (c answerCall) progress(before, after *raft.State, match raft.Index) *grader.CaseFailure {
	switch got := after.MatchIndex[2]; {
	case got > match:
		return call.Breaks(sends, "snapshot.call.answer.claims", "matchIndex of S2 is %d now, and nobody said that S2 "+
			"has more than the entries up to %d. Entries would count as copied that are not.", got, match)
	case got < match:
		return call.Stalls(sends, "snapshot.call.answer.lost", "S2 has all entries up to %d, with the snapshot or "+
			"before, and matchIndex of S2 is %d. S1 would send a snapshot again and again.", match, got)
	case after.MatchIndex[1] != before.MatchIndex[1] || after.MatchIndex[3] != before.MatchIndex[3]:
		return call.Breaks(sends, "snapshot.call.answer.others", "S2 has answered, and what S1 knows of others "+
			"changed.")
	}
	next := after.NextIndex[2]
	switch {
	case next <= match:
		return call.Stalls(sends, "snapshot.call.answer.next", "S2 has the entries up to %d, and nextIndex of S2 is "+
			"%d. S1 would send again what S2 has.", match, next)
	case next > after.Log.LastIndex()+1:
		return call.Breaks(sends, "snapshot.call.answer.beyond", "nextIndex of S2 is %d, and the log of S1 ends at %d.",
			next, after.Log.LastIndex())
	case c.reply.MatchIndex == 0 && next > before.NextIndex[2]:
		return call.Stalls(sends, "snapshot.call.answer.skips", "S2 has a part of the snapshot, of which it can use "+
			"nothing yet. nextIndex stays at %d until it has the whole.", before.NextIndex[2])
	}
	return nil
}

// startCall is a call of RestoreAll.
type startCall struct {
	name, why string
	saved     raft.Saved
	terms     []raft.Term
}

func (c startCall) size() int {
	return int(c.saved.Base) + 3*len(c.terms) + int(c.saved.Snapshot.Meta.LastIndex) + int(c.saved.CurrentTerm)
}

func (c startCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: starts, Why: c.why, Run: c.run, Call: c.text}
}

func (c startCall) text() (state, request string) {
	snapshot := "no snapshot"
	if meta := c.saved.Snapshot.Meta; meta.LastIndex > 0 {
		snapshot = "snapshot " + metaText(meta)
	}
	return "S1 starts", fmt.Sprintf("RestoreAll{term %d, vote %v, %s, log %s}", c.saved.CurrentTerm, c.saved.VotedFor,
		snapshot, logText(c.saved.Base, c.saved.BaseTerm, c.terms))
}

func (c startCall) run(rules raft.Rules) *grader.CaseFailure {
	after := raft.NewState(1, []raft.NodeID{1, 2, 3})
	saved := c.saved
	saved.Log = entriesAfter(saved.Base, c.terms)
	err := rules.RestoreAll(&after, saved)
	meta := saved.Snapshot.Meta
	gap := saved.Base > meta.LastIndex
	v := verdict{yours: func() string {
		return fmt.Sprintf("term %d, vote %v, log %s, commitIndex %d, lastApplied %d", after.CurrentTerm,
			after.VotedFor, stateLog(&after), after.CommitIndex, after.LastApplied)
	}, allowed: said("a start")}
	if err != nil {
		v.yours = said("an error")
	}
	switch {
	case gap:
		v.allowed = said("an error")
		if err == nil {
			v.parts = append(v.parts, call.Breaks(starts, "snapshot.call.start.gap", "The log begins after entry %d, "+
				"and the snapshot ends at entry %d. What is between the two is lost, so S1 must not start: it would "+
				"answer with a state that never was.", saved.Base, meta.LastIndex))
		}
	case err != nil:
		v.parts = append(v.parts, call.Stalls(starts, "snapshot.call.start.refuses", "Nothing is missing: the log "+
			"begins after entry %d, and the snapshot ends at entry %d. S1 must start.", saved.Base, meta.LastIndex))
	default:
		v.allowed = func() string {
			return fmt.Sprintf("term %d, vote %v, %s, commitIndex %d, lastApplied %d",
				saved.CurrentTerm, saved.VotedFor, c.log().staysText(meta), meta.LastIndex, meta.LastIndex)
		}
		v.parts = append(v.parts, c.standing(&after), placed(starts, c.log(), meta, &after),
			either(meta.LastIndex == 0, nil, counted(starts, meta, &after)))
	}
	return v.finish(c.name, c.text)
}

// log is the log of the file, as a server.
func (c startCall) log() server {
	return server{base: c.saved.Base, baseTerm: c.saved.BaseTerm, log: c.terms}
}

func (c startCall) standing(after *raft.State) *grader.CaseFailure {
	if after.CurrentTerm != c.saved.CurrentTerm || after.VotedFor != c.saved.VotedFor {
		return call.Breaks(starts, "snapshot.call.start.vote", "Term and vote were saved, and S1 starts with others: "+
			"it would vote a second time.")
	}
	if after.Role != raft.Follower {
		return call.Breaks(starts, "snapshot.call.start.role", "A server starts as a follower.")
	}
	return nil
}

// counted judges what a snapshot says of commit index, applied entries and votes.
func counted(place string, meta raft.SnapshotMeta, after *raft.State) *grader.CaseFailure {
	switch {
	case after.CommitIndex > meta.LastIndex || after.LastApplied > meta.LastIndex:
		return call.Breaks(place, "snapshot.call.counted.more", "The snapshot holds what entries 1 to %d give. "+
			"commitIndex is %d and lastApplied %d: what is between would never be "+
			"applied.", meta.LastIndex, after.CommitIndex,
			after.LastApplied)
	case after.LastApplied < meta.LastIndex:
		return call.Breaks(place, "snapshot.call.counted.again", "The state machine holds what entries 1 to %d give, "+
			"and lastApplied is %d. S1 would apply entries again, or look for entries that are gone.", meta.LastIndex,
			after.LastApplied)
	case after.CommitIndex < meta.LastIndex:
		return call.Breaks(place, "snapshot.call.counted.commit", "A snapshot holds only what is committed, and "+
			"commitIndex is %d, below lastApplied.", after.CommitIndex)
	case after.Configuration != meta.Configuration:
		return call.Breaks(place, "snapshot.call.counted.configuration", "Who votes is part of the snapshot, and S1 "+
			"does not take it from there.")
	}
	return nil
}

// stays are the terms of the entries behind a snapshot that are the leader's, too.
func (c server) stays(meta raft.SnapshotMeta) []raft.Term {
	last := meta.LastIndex
	if matches := c.termAt(last) == meta.LastTerm && last <= c.last(); matches || last == 0 {
		return c.log[last-c.base:]
	}
	return nil
}

// staysText leaves open whether entries stay that the snapshot includes.
func (c server) staysText(meta raft.SnapshotMeta) string {
	if stays := c.stays(meta); len(stays) > 0 {
		return fmt.Sprintf("after entry %d the log has %v", meta.LastIndex, stays)
	}
	return fmt.Sprintf("after entry %d the log has nothing", meta.LastIndex)
}

// placed judges the log after a snapshot was put into it. Entries behind the snapshot stay if the log had its last
// entry, and go otherwise.
func placed(place string, was server, meta raft.SnapshotMeta, after *raft.State) *grader.CaseFailure {
	last, stays, log := meta.LastIndex, was.stays(meta), &after.Log
	if log.Base() > last {
		return call.Breaks(place, "snapshot.call.placed.base", "The log begins after entry %d, and the snapshot ends "+
			"at entry %d: what is between the two would be nowhere.", log.Base(), last)
	}
	if got := log.Term(last); got != meta.LastTerm || last > log.LastIndex() {
		return call.Breaks(place, "snapshot.call.placed.term", "Entry %d of term %d is the last one of the snapshot. "+
			"In the log it is of term %d: the next AppendEntries names it, and votes compare "+
			"it.", last, meta.LastTerm, got)
	}
	got := call.Terms(log.From(last + 1))
	switch {
	case len(stays) > 0 && len(got) < len(stays):
		return call.Breaks(place, "snapshot.call.placed.lost", "The log had entry %d of term %d itself, so the %d "+
			"entries behind it are the leader's, and may have been confirmed. They must "+
			"stay.", last, meta.LastTerm, len(stays))
	case len(stays) == 0 && len(got) > 0:
		return call.Breaks(place, "snapshot.call.placed.kept", "The log had no entry %d of term %d, so what stood "+
			"behind entry %d is not what the leader has there. It must go.", last, meta.LastTerm, last)
	case !raft.EqualEntries(log.From(last+1), entriesAfter(last, stays)):
		return call.Breaks(place, "snapshot.call.placed.moved", "The entries behind the snapshot are not at their "+
			"places.")
	}
	return nil
}
