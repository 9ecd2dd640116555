package snapshot

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// chunk is a call of HandleInstallSnapshot: a part of a snapshot of six bytes, in three chunks of two.
type chunk struct {
	from raft.NodeID
	term raft.Term
	meta raft.SnapshotMeta
	// number is which of the three it is, from 0.
	number int
}

const (
	chunkSize = 2
	chunkMany = 3
)

// content is the bytes of a snapshot: those of two snapshots differ.
func content(meta raft.SnapshotMeta) []byte {
	name := byte('a') + byte(meta.LastIndex)
	return []byte{name, '1', name, '2', name, '3'}
}

func (c chunk) request() raft.InstallSnapshot {
	offset := c.number * chunkSize
	return raft.InstallSnapshot{
		Term: c.term, LeaderID: c.from, Meta: c.meta, Offset: uint64(offset),
		Data: content(c.meta)[offset : offset+chunkSize], Done: c.number == chunkMany-1,
	}
}

// String is the chunk in a story.
func (c chunk) String() string {
	return fmt.Sprintf("chunk %d of 3 from %v in term %d, %s", c.number+1, c.from, c.term, metaText(c.meta))
}

// story is a server and the chunks that come. The last one is the call to judge, and each before it is judged too,
// unless a shorter story has judged it.
type story struct {
	name, why string
	server    server
	chunks    []chunk
	// judged is how many chunks a shorter story has, which comes before this one.
	judged int
}

func (c *story) size() int {
	size := 40*len(c.chunks) + c.server.size()
	for _, one := range c.chunks {
		size += one.number + int(one.from) + int(one.meta.LastIndex)
	}
	return size
}

func (c *story) toCase() call.Case {
	return call.Case{Name: c.name, Place: receives, Why: c.why, Run: c.run, Several: true, Call: c.text}
}

func (c *story) text() (state, request string) { return c.shown(len(c.chunks) - 1) }

// shown is the story up to a chunk.
func (c *story) shown(last int) (state, request string) {
	state = c.server.String()
	for _, one := range c.chunks[:last] {
		state += " · " + one.String()
	}
	return state, c.chunks[last].String()
}

func (c *story) run(rules raft.Rules) *grader.CaseFailure {
	state, part := c.server.state(), raft.Partial{}
	e := &event{before: &raft.State{}, after: state}
	for i, one := range c.chunks {
		if i >= c.judged {
			e.begin(one, state, part)
		}
		e.reply, e.install = rules.HandleInstallSnapshot(state, &part, one.request())
		if e.part = part; i >= c.judged {
			if failure := c.judge(i, e); failure != nil {
				return failure
			}
		}
		if e.install {
			// The caller does this.
			state.Snapshot, part = one.meta, raft.Partial{}
		}
	}
	return nil
}

// judge is what is wrong with a call, nil for nothing.
func (c *story) judge(i int, e *event) *grader.CaseFailure {
	name := c.name
	if i < len(c.chunks)-1 {
		name = ""
	}
	return e.judge().finish(name, func() (state, request string) { return c.shown(i) })
}

// event is one call, with all before and after it.
type event struct {
	chunk         chunk
	before, after *raft.State
	had, part     raft.Partial
	reply         raft.InstallSnapshotReply
	install       bool
}

// begin keeps what is here before the call.
func (e *event) begin(one chunk, state *raft.State, part raft.Partial) {
	copyTo(e.before, state)
	e.chunk, e.had = one, part
	e.had.Data = slices.Clone(part.Data)
}

func (e *event) judge() verdict {
	v := verdict{yours: e.given, allowed: said("see why")}
	late, known := e.chunk.term < e.before.CurrentTerm, e.chunk.meta.LastIndex <= e.before.CommitIndex
	if late {
		v.allowed = said("term %d, and nothing changes", e.before.CurrentTerm)
		v.parts = append(v.parts, e.refused())
		return v
	}
	v.parts = append(v.parts, e.standing())
	switch {
	case known:
		v.allowed = said("match %d, and nothing is installed", e.before.CommitIndex)
		v.parts = append(v.parts, e.old())
	case e.continues() && e.chunk.number == chunkMany-1:
		v.allowed = e.installed
		v.parts = append(v.parts, e.whole())
	default:
		v.allowed = said("offset %d", e.bytes())
		v.parts = append(v.parts, e.partly())
	}
	return v
}

// given is the outcome in words.
func (e *event) given() string {
	text := fmt.Sprintf("offset %d", e.reply.Offset)
	if e.reply.MatchIndex > 0 {
		text = fmt.Sprintf("match %d", e.reply.MatchIndex)
	}
	text = fmt.Sprintf("term %d, %s, %d bytes kept", e.reply.Term, text, len(e.part.Data))
	if e.install {
		text += fmt.Sprintf(", installed, log %s, commitIndex %d, lastApplied %d", stateLog(e.after),
			e.after.CommitIndex, e.after.LastApplied)
	}
	return text
}

// installed is what is right when the last chunk is here.
func (e *event) installed() string {
	meta := e.chunk.meta
	return fmt.Sprintf("match %d, installed, %s, commitIndex %d, lastApplied %d", meta.LastIndex,
		e.was().staysText(meta), meta.LastIndex, meta.LastIndex)
}

// was is the log before the chunk, as a server.
func (e *event) was() server {
	log := &e.before.Log
	return server{base: log.Base(), baseTerm: log.Term(log.Base()), log: call.Terms(log.From(log.Base() + 1))}
}

// same reports whether what was here is of the same snapshot, of the same leader.
func (e *event) same() bool {
	return len(e.had.Data) > 0 && e.had.Term == e.chunk.term && e.had.Meta == e.chunk.meta
}

// continues reports whether the chunk is the next one.
func (e *event) continues() bool {
	return e.chunk.number == 0 && !e.same() || e.same() && e.chunk.number*chunkSize == len(e.had.Data)
}

// bytes is how much of the snapshot is here after the chunk, if what was here is kept.
func (e *event) bytes() int {
	switch {
	case e.continues():
		return (e.chunk.number + 1) * chunkSize
	case e.same():
		return len(e.had.Data)
	}
	return 0
}

// refused: a leader of an earlier term has been replaced.
func (e *event) refused() *grader.CaseFailure {
	switch {
	case changed(e.before, e.after) != "" || e.install:
		return call.Breaks(receives, "snapshot.call.chunk.late", "The chunk is of term %d, and S1 is in term %d: that "+
			"leader has been replaced. S1 changed %s.", e.chunk.term, e.before.CurrentTerm,
			either(e.install, "its state machine", changed(e.before, e.after)))
	case e.reply.MatchIndex > 0:
		return call.Breaks(receives, "snapshot.call.chunk.late.match", "S1 tells a leader of an earlier term that it "+
			"has entries.")
	case e.reply.Term != e.before.CurrentTerm:
		return call.Stalls(receives, "snapshot.call.chunk.late.term", "The answer tells the old leader term %d, and "+
			"S1 is in term %d. So the old leader does not learn that it was "+
			"replaced.", e.reply.Term, e.before.CurrentTerm)
	}
	return nil
}

// standing: whoever sends a chunk leads its term, as with AppendEntries.
func (e *event) standing() *grader.CaseFailure {
	a, term := e.after, e.chunk.term
	switch {
	case a.CurrentTerm < term:
		return call.Stalls(receives, "snapshot.call.chunk.term", "The chunk is of term %d, and S1 stays in term "+
			"%d.", term,
			a.CurrentTerm)
	case a.CurrentTerm > term:
		return call.Stalls(receives, "snapshot.call.chunk.term-ahead", "Nobody is in term %d, and S1 is now.",
			a.CurrentTerm)
	case a.Role != raft.Follower:
		return call.Stalls(receives, "snapshot.call.chunk.role", "S1 is a %v of term %d and hears from the leader of "+
			"that term. It must follow: otherwise it stands, needs the snapshot, and refuses it, again and "+
			"again.", a.Role,
			term)
	case a.CurrentTerm == e.before.CurrentTerm && a.VotedFor != e.before.VotedFor:
		return call.Breaks(call.OneVote, "snapshot.call.chunk.vote", "S1's vote of term %d was %s, and is %v now. It "+
			"stays for as long as the term.", term, call.Whose(e.before.VotedFor), a.VotedFor)
	case a.CurrentTerm > e.before.CurrentTerm && a.VotedFor != raft.None:
		return call.Stalls(receives, "snapshot.call.chunk.vote-later", "S1 has not voted in term %d yet, and votedFor "+
			"is %v.",
			term, a.VotedFor)
	case a.Leader != e.chunk.from:
		return call.Stalls(receives, "snapshot.call.chunk.leader", "%v leads term %d, and S1 sends clients to %v.",
			e.chunk.from, term, a.Leader)
	case e.reply.Term != a.CurrentTerm:
		return call.Stalls(receives, "snapshot.call.chunk.reply-term", "The answer says term %d, and S1 is in term "+
			"%d: the leader would not take it.", e.reply.Term, a.CurrentTerm)
	}
	return keptCaller(receives, e.before, a)
}

// unchanged: nothing but the standing changes as long as nothing is installed.
func (e *event) unchanged() *grader.CaseFailure {
	b, a := e.before, e.after
	if !sameLog(&b.Log, &a.Log) || a.CommitIndex != b.CommitIndex || a.LastApplied != b.LastApplied ||
		a.Configuration != b.Configuration {
		return call.Breaks(receives, "snapshot.call.chunk.touches", "Nothing is installed, and S1 changed its log, "+
			"its indexes or who votes.")
	}
	return nil
}

// old: all that the snapshot includes is committed here.
func (e *event) old() *grader.CaseFailure {
	last, commit := e.chunk.meta.LastIndex, e.before.CommitIndex
	switch {
	case e.install || e.after.CommitIndex < commit || e.after.LastApplied < e.before.LastApplied:
		return call.Breaks(receives, "snapshot.call.old.installed", "S1 knows entries up to %d as committed, and the "+
			"snapshot ends at %d. To install it takes back what came after, which others rely on.", commit, last)
	case e.reply.MatchIndex > commit:
		return call.Breaks(receives, "snapshot.call.old.claims", "S1 says that it has the leader's entries up to %d. "+
			"It knows that of entries up to %d, which are committed.", e.reply.MatchIndex, commit)
	case e.reply.MatchIndex < last:
		return call.Stalls(receives, "snapshot.call.old.silent", "S1 has all that the snapshot includes, and does not "+
			"say so. The leader would send it again and again.")
	}
	return e.unchanged()
}

// partly: chunks are missing.
func (e *event) partly() *grader.CaseFailure {
	if e.install {
		return call.Breaks(receives, "snapshot.call.part.installed", "S1 has %d of %d bytes of this snapshot, and "+
			"installs it.", e.bytes(), chunkMany*chunkSize)
	}
	if e.reply.MatchIndex > 0 {
		return call.Breaks(receives, "snapshot.call.part.match", "Chunks are missing, and S1 says that it has the "+
			"entries up to %d.", e.reply.MatchIndex)
	}
	return call.Gravest(e.unchanged(), e.keptBytes(), e.offset())
}

// keptBytes judges what is kept.
func (e *event) keptBytes() *grader.CaseFailure {
	got := string(e.part.Data)
	whole, had := string(content(e.chunk.meta)), string(e.had.Data)
	ours := e.part.Term == e.chunk.term && e.part.Meta == e.chunk.meta
	switch {
	case e.continues() && ours && got == whole[:e.bytes()]:
		return nil
	case e.continues() && len(got) < e.bytes():
		return call.Stalls(receives, "snapshot.call.part.lost", "The chunk is the next one of its snapshot, and S1 "+
			"has %d bytes after it. It would never have the whole.", len(got))
	case !e.continues() && (got == "" && !e.same() ||
		got == had && e.part.Term == e.had.Term && e.part.Meta == e.had.Meta):
		return nil
	case e.chunk.number == 0 && ours && got == whole[:chunkSize]:
		return nil // it begins again
	case got == "":
		return call.Stalls(receives, "snapshot.call.part.thrown-away", "S1 has %d bytes of this snapshot, and throws "+
			"them away for a chunk that comes again. A leader that sends a chunk twice would never get to the "+
			"end.", len(had))
	}
	return call.Breaks(receives, "snapshot.call.part.mixed", "What S1 keeps is not the beginning of the snapshot %s "+
		"from the leader of term %d. Chunks of two snapshots, or with a gap, make a state that never was.",
		metaText(e.chunk.meta), e.chunk.term)
}

// offset judges what the leader is told.
func (e *event) offset() *grader.CaseFailure {
	here := 0
	if e.part.Term == e.chunk.term && e.part.Meta == e.chunk.meta {
		here = len(e.part.Data)
	}
	if int(e.reply.Offset) == here {
		return nil
	}
	return call.Stalls(receives, "snapshot.call.part.offset", "S1 has %d bytes of this snapshot and says %d. The "+
		"leader goes on in the wrong place.", here, e.reply.Offset)
}

// whole: the last chunk is here.
func (e *event) whole() *grader.CaseFailure {
	meta := e.chunk.meta
	switch {
	case !e.install && e.reply.MatchIndex > 0:
		return call.Breaks(receives, "snapshot.call.whole.not-installed", "S1 says that it has the entries up to %d, "+
			"and does not install the snapshot.", e.reply.MatchIndex)
	case !e.install:
		return call.Stalls(receives, "snapshot.call.whole.waits", "The last chunk is here, and S1 does not install "+
			"the snapshot. The leader has nothing more to send.")
	case string(e.part.Data) != string(content(meta)) || e.part.Meta != meta:
		return call.Breaks(receives, "snapshot.call.whole.mixed", "What S1 installs is not the snapshot "+
			"%s.", metaText(meta))
	case e.reply.MatchIndex > meta.LastIndex:
		return call.Breaks(receives, "snapshot.call.whole.claims", "S1 says that it has the leader's entries up to "+
			"%d. The snapshot shows it up to %d.", e.reply.MatchIndex, meta.LastIndex)
	case e.reply.MatchIndex < meta.LastIndex:
		return call.Stalls(receives, "snapshot.call.whole.silent", "S1 has the whole snapshot, and the answer does "+
			"not say that it has the entries up to %d.", meta.LastIndex)
	}
	return call.Gravest(placed(receives, e.was(), meta, e.after), counted(receives, meta, e.after))
}
