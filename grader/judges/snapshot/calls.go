package snapshot

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// labelCall is a call of LabelSnapshot. Only examples have a name and why; so for the other calls.
type labelCall struct {
	name, why string
	server    server
}

func (c labelCall) size() int { return c.server.size() }

func (c labelCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: labels, Why: c.why, Run: c.run, Call: c.text}
}

func (c labelCall) text() (state, request string) { return c.server.String(), "LabelSnapshot" }

func (c labelCall) run(rules raft.Rules) *grader.CaseFailure {
	before, after := c.server.state(), c.server.state()
	meta, worth := rules.LabelSnapshot(after)
	v := verdict{yours: said("no snapshot"), allowed: said("no snapshot")}
	if worth {
		v.yours = func() string { return metaText(meta) }
	}
	want := before.LastApplied > before.Snapshot.LastIndex
	if want {
		v.allowed = func() string {
			last := before.LastApplied
			return metaText(raft.SnapshotMeta{LastIndex: last, LastTerm: before.Log.Term(last)})
		}
	}
	v.parts = append(v.parts, kept(labels, before, after))
	switch {
	case worth && !want:
		v.parts = append(v.parts, call.Stalls(labels, "snapshot.call.label.nothing-new", "S1 has applied nothing that "+
			"its last snapshot, up to entry %d, does not hold. It would write the same again and again.",
			before.Snapshot.LastIndex))
	case !worth && want:
		v.parts = append(v.parts, call.Stalls(labels, "snapshot.call.label.never", "S1 has applied entries up to %d, "+
			"and its last snapshot ends at %d. Without a snapshot its log grows for ever.", before.LastApplied,
			before.Snapshot.LastIndex))
	case worth:
		v.parts = append(v.parts, c.label(before, meta))
	}
	return v.finish(c.name, c.text)
}

// label judges the label of a snapshot that is worth taking.
func (c labelCall) label(s *raft.State, meta raft.SnapshotMeta) *grader.CaseFailure {
	switch {
	case meta.LastIndex > s.LastApplied:
		return call.Breaks(labels, "snapshot.call.label.ahead", "The state machine holds what entries 1 to %d give, "+
			"and the label says %d. Whoever installs it will never apply what is between the two.", s.LastApplied,
			meta.LastIndex)
	case meta.LastIndex < s.LastApplied:
		return call.Breaks(labels, "snapshot.call.label.behind", "The state machine holds what entries 1 to %d give, "+
			"and the label says %d. Whoever installs it will apply what is between the two once more.", s.LastApplied,
			meta.LastIndex)
	case meta.LastTerm != s.Log.Term(meta.LastIndex):
		return call.Breaks(labels, "snapshot.call.label.term", "Entry %d is of term %d, and the label says %d. Logs "+
			"and votes are compared by the term of that entry when it is gone.", meta.LastIndex,
			s.Log.Term(meta.LastIndex), meta.LastTerm)
	case meta.Configuration != (raft.Configuration{}) && meta.Configuration != s.ConfigurationAt(s.LastApplied):
		return call.Breaks(labels, "snapshot.call.label.later-configuration", "The label says that %v vote, and as of "+
			"entry %d it is %v. Whoever installs the snapshot has nothing else, and would count others than those "+
			"that committed its entries.", meta.Configuration, meta.LastIndex, s.ConfigurationAt(s.LastApplied))
	case meta.Configuration != s.ConfigurationAt(s.LastApplied):
		return call.Breaks(labels, "snapshot.call.label.configuration", "The label does not say who votes. A server "+
			"that has only the snapshot cannot know it from anywhere else.")
	}
	return nil
}

// cutCall is a call of MayCompact.
type cutCall struct {
	name, why string
	server    server
	upTo      raft.Index
}

func (c cutCall) size() int { return c.server.size() + int(c.upTo) }

func (c cutCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: cuts, Why: c.why, Run: c.run, Call: c.text}
}

func (c cutCall) text() (state, request string) {
	return c.server.String(), fmt.Sprintf("MayCompact up to %d", c.upTo)
}

// farthest is how far the log may be cut.
func (c cutCall) farthest() raft.Index {
	most := c.upTo
	for _, first := range c.server.needs {
		if first > 0 {
			most = min(most, first-1)
		}
	}
	return max(most, c.server.base)
}

func (c cutCall) run(rules raft.Rules) *grader.CaseFailure {
	before, after := c.server.state(), c.server.state()
	got, most := rules.MayCompact(after, c.upTo), c.farthest()
	v := verdict{yours: said("%d", got), allowed: said("at most %d", most)}
	v.parts = append(v.parts, kept(cuts, before, after))
	switch {
	case got > max(c.upTo, c.server.base):
		v.parts = append(v.parts, call.Breaks(cuts, "snapshot.call.cut.beyond", "The snapshot ends at entry %d, and "+
			"the log would be cut up to entry %d. What is between the two would be nowhere.", c.upTo, got))
	case got > most:
		v.parts = append(v.parts, call.Stalls(cuts, "snapshot.call.cut.needed", "A follower that answers needs entry "+
			"%d next, or after the snapshot that is on its way to it. If that entry is cut off, it needs another "+
			"snapshot, and then another one.", most+1))
	case got <= c.server.base && most >= c.server.base+4:
		v.parts = append(v.parts, call.Stalls(cuts, "snapshot.call.cut.never", "Entries up to %d are in the snapshot "+
			"and nobody needs them, and the log is not cut. It grows for ever.", most))
	}
	return v.finish(c.name, c.text)
}

// needsCall is a call of NeedsSnapshot for S2.
type needsCall struct {
	name, why string
	server    server
}

func (c needsCall) size() int { return c.server.size() + int(c.server.next) }

func (c needsCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: sends, Why: c.why, Run: c.run, Call: c.text}
}

func (c needsCall) text() (state, request string) { return c.server.String(), "NeedsSnapshot of S2" }

func (c needsCall) run(rules raft.Rules) *grader.CaseFailure {
	before, after := c.server.state(), c.server.state()
	got, want := rules.NeedsSnapshot(after, 2), c.server.next <= c.server.base
	v := verdict{yours: said("%t", got), allowed: said("%t", want)}
	v.parts = append(v.parts, kept(sends, before, after))
	switch {
	case got && !want:
		v.parts = append(v.parts, call.Stalls(sends, "snapshot.call.needs.not", "S2 needs entry %d next, and S1 has "+
			"it or will have it: its log begins after entry %d. S2 would get a snapshot again and again, and never "+
			"that entry.", c.server.next, c.server.base))
	case !got && want:
		v.parts = append(v.parts, call.Stalls(sends, "snapshot.call.needs.missing", "S2 needs entry %d next, and the "+
			"log of S1 begins after entry %d. S1 cannot send what it does not have.", c.server.next, c.server.base))
	}
	return v.finish(c.name, c.text)
}

// coverCall is a call of SkipCovered.
type coverCall struct {
	name, why string
	server    server
	req       raft.AppendEntries
}

func (c coverCall) size() int {
	return c.server.size() + int(c.req.PrevLogIndex) + 2*len(c.req.Entries) + int(c.req.Term)
}

func (c coverCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: covers, Why: c.why, Run: c.run, Call: c.text}
}

func requestText(m raft.AppendEntries) string {
	return fmt.Sprintf("AppendEntries{term %d, prev %d of term %d, entries %v, commit %d}", m.Term, m.PrevLogIndex,
		m.PrevLogTerm, call.Terms(m.Entries), m.LeaderCommit)
}

func (c coverCall) text() (state, request string) { return c.server.String(), requestText(c.req) }

// rest is the request without what the base covers.
func (c coverCall) rest() raft.AppendEntries {
	rest := c.req
	if rest.PrevLogIndex >= c.server.base {
		return rest
	}
	for rest.PrevLogIndex < c.server.base {
		rest.PrevLogIndex++
		if len(rest.Entries) > 0 {
			rest.Entries = rest.Entries[1:]
		}
	}
	rest.PrevLogTerm = c.server.baseTerm
	return rest
}

func sameRequest(a, b raft.AppendEntries) bool {
	return a.Term == b.Term && a.LeaderID == b.LeaderID && a.PrevLogIndex == b.PrevLogIndex &&
		a.PrevLogTerm == b.PrevLogTerm && a.LeaderCommit == b.LeaderCommit && raft.EqualEntries(a.Entries, b.Entries)
}

func (c coverCall) run(rules raft.Rules) *grader.CaseFailure {
	before, after := c.server.state(), c.server.state()
	got, want := rules.SkipCovered(after, c.req), c.rest()
	v := verdict{
		yours:   func() string { return requestText(got) },
		allowed: func() string { return requestText(want) },
	}
	v.parts = append(v.parts, kept(covers, before, after))
	switch old := c.req.Term < c.server.term; {
	case sameRequest(got, want) || old && sameRequest(got, c.req):
	case sameRequest(got, c.req):
		v.parts = append(v.parts, call.Stalls(covers, "snapshot.call.cover.refused", "Entry %d is cut off here, so S1 "+
			"cannot compare it and would refuse. It would do so for ever: it can name no earlier place where the logs "+
			"agree. What is cut off is committed, and a leader of term %d has the same.", c.req.PrevLogIndex,
			c.req.Term))
	case got.PrevLogIndex != want.PrevLogIndex || got.PrevLogTerm != want.PrevLogTerm:
		v.parts = append(v.parts, call.Breaks(covers, "snapshot.call.cover.prev", "The rest of the request begins "+
			"after entry %d of term %d.", want.PrevLogIndex, want.PrevLogTerm))
	case !raft.EqualEntries(got.Entries, want.Entries):
		v.parts = append(v.parts, call.Breaks(covers, "snapshot.call.cover.entries", "The entries of the rest do not "+
			"belong where they would be put: entry %d is the first one behind the base.", want.PrevLogIndex+1))
	default:
		v.parts = append(v.parts, call.Breaks(covers, "snapshot.call.cover.rest", "Term, leader and commit index of "+
			"the request stay as they are."))
	}
	return v.finish(c.name, c.text)
}
