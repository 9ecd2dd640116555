package reads

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// The thesis leaves these things open, and so does the judge:
//
//   - The index may be noted later than the read, up to the moment at which it is answered: a later one is no lower.
//   - A read may wait until an answer to a later round comes, or until a majority has answered one and the same round.
//   - Reads that are ready come out in any order.
//   - A leader may refuse to begin a read while it hands over, or before it has applied what it has committed: the
//     caller tries again.
//   - A lease may be looked at when a read begins, or when it is answered.
//   - A lease may be shorter than it could be.
//   - The rules are for leaders. What they would do elsewhere is not judged.

// copied is a server that a call may change.
func copied(s *raft.State) *raft.State {
	twin := *s
	twin.Log = s.Log.Clone()
	twin.NextIndex, twin.MatchIndex = slices.Clone(s.NextIndex), slices.Clone(s.MatchIndex)
	twin.Reads = slices.Clone(s.Reads)
	return &twin
}

// kept judges what none of these rules may change: all but State.Reads.
func kept(place string, before, after *raft.State) *grader.CaseFailure {
	what, was, is := "", "", ""
	switch {
	case after.Round != before.Round:
		what, was, is = "Round", fmt.Sprint(before.Round), fmt.Sprint(after.Round)
	case after.Lease != before.Lease:
		what, was, is = "Lease", fmt.Sprint(before.Lease), fmt.Sprint(after.Lease)
	case after.Transferee != before.Transferee:
		what, was, is = "Transferee", before.Transferee.String(), after.Transferee.String()
	case after.Heard != before.Heard || after.Active != before.Active || after.PreVotes != before.PreVotes:
		return call.Stalls(place, "reads.call.kept.elections", "A rule of reads changed what elections need.")
	default:
		return keptRest(place, before, after)
	}
	return call.Stalls(place, "reads.call.kept.caller", "%s was %s and is %s now. The caller keeps it, and a rule "+
		"only reads it.", what, was, is)
}

// keptRest: all that Figure 2 has.
func keptRest(place string, before, after *raft.State) *grader.CaseFailure {
	change := call.ChangedBesides(before, after)
	if after.CommitIndex != before.CommitIndex {
		change = call.Committed(after)
	}
	if change.Text == "" {
		return nil
	}
	failure := call.Breaks(place, "reads.call.kept.rest", "A read changes nothing, and this rule changed %s: %s.",
		change.What, change.Text)
	failure.Liveness = change.Harmless
	return failure
}

// setText is a set of servers in words.
func setText(set raft.NodeSet) string {
	text := ""
	for id := range set.All() {
		if text != "" {
			text += " "
		}
		text += id.String()
	}
	if text == "" {
		return "nobody"
	}
	return text
}
