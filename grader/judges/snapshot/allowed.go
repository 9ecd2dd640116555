package snapshot

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// §7 leaves these things open, and so does the judge:
//
//   - A log may be cut less than it could be, as long as it is cut some time.
//   - What is answered to an older snapshot is any index from its own to the commit index.
//   - What is here of another snapshot, or of another leader's, may be kept or thrown away. The first chunk may begin
//     the snapshot again, or be left alone if it is here.
//   - Before the snapshot's end, entries may stay in the log that is kept.
//   - A server that does not start may be left in any state.
//   - An answer that changes MatchIndex may leave NextIndex anywhere behind it.
//   - A request of an earlier term may be skipped in part, or not: it is refused in any case.

// verdict is the outcome of a call: what it gave, what is allowed, and the failures, the gravest first of their kind.
// Most calls fail nowhere: the words are found only for one that does.
type verdict struct {
	yours, allowed words
	parts          []*grader.CaseFailure
}

// words are found when somebody reads them.
type words func() string

func said(format string, values ...any) words {
	return func() string { return fmt.Sprintf(format, values...) }
}

// finish gives a failure what reports show. An example has words of its own. Text is the call.
func (v verdict) finish(name string, text func() (state, request string)) *grader.CaseFailure {
	failure := call.Gravest(v.parts...)
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = text()
	failure.Yours, failure.Allowed = v.yours(), v.allowed()
	if name != "" {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}

// kept judges a rule that changes nothing.
func kept(place string, before, after *raft.State) *grader.CaseFailure {
	if what := changed(before, after); what != "" {
		return call.Breaks(place, "snapshot.call.kept", "This rule changes nothing, and it changed %s.", what)
	}
	if !slices.Equal(before.NextIndex, after.NextIndex) || !slices.Equal(before.MatchIndex, after.MatchIndex) {
		return call.Breaks(place, "snapshot.call.kept.progress", "This rule changes nothing, and it changed what S1 "+
			"knows of its followers.")
	}
	return keptCaller(place, before, after)
}

// changed names what differs of a server's standing and log, "" for nothing.
func changed(before, after *raft.State) string {
	switch {
	case after.CurrentTerm != before.CurrentTerm || after.VotedFor != before.VotedFor || after.Role != before.Role:
		return "term, vote or role"
	case !sameLog(&after.Log, &before.Log):
		return "the log"
	case after.CommitIndex != before.CommitIndex:
		return "commitIndex"
	case after.LastApplied != before.LastApplied:
		return "lastApplied"
	case after.Configuration != before.Configuration:
		return "who votes"
	}
	return ""
}

// keptCaller judges what the caller keeps.
func keptCaller(place string, before, after *raft.State) *grader.CaseFailure {
	if slices.Equal(after.Needs, before.Needs) {
		return nil
	}
	return call.Stalls(place, "snapshot.call.kept.needs", "The caller keeps Needs, and a rule only reads it.")
}

func metaText(meta raft.SnapshotMeta) string {
	return fmt.Sprintf("up to entry %d of term %d", meta.LastIndex, meta.LastTerm)
}

func either[T any](yes bool, a, b T) T {
	if yes {
		return a
	}
	return b
}
