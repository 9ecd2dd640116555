package prevote

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// The thesis leaves these things open, and so does the judge:
//
//   - A pre-candidate may give up when so many servers have refused that no majority is left, or wait for its timer.
//     It may keep its own pre-vote in the set, or add it when it counts, or keep the pre-votes in VotesGranted.
//   - It may forget its leader by Leader, by Heard, or by both: the caller knows of no leader without a Leader.
//   - A pre-vote for the voter's present term may be refused although the vote is free.
//   - A candidate may refuse while its own election runs, which ends. A pre-candidate must not: two of them would
//     refuse each other for ever.
//   - A refusal may carry any term from which the pre-candidate learns nothing wrong.
//   - A server that hears a leader may answer requests of its own term and of earlier ones, or not: they depose nobody.
//   - A leader that steps down may keep what only leaders and candidates use.

// copied is a server that a call may change.
func copied(s *raft.State) *raft.State {
	twin := *s
	twin.Log = s.Log.Clone()
	twin.NextIndex = append([]raft.Index(nil), s.NextIndex...)
	twin.MatchIndex = append([]raft.Index(nil), s.MatchIndex...)
	return &twin
}

// kept judges a rule that only answers: it changes nothing.
func kept(place string, before, after *raft.State) *grader.CaseFailure {
	return call.Gravest(keptStanding(place, before, after), keptElections(place, before, after),
		keptRest(place, before, after))
}

// keptStanding: term, vote and role stay as they are.
func keptStanding(place string, before, after *raft.State) *grader.CaseFailure {
	switch got, was := after.CurrentTerm, before.CurrentTerm; {
	case got < was:
		return call.Breaks(place, "prevote.call.kept.term.back",
			"currentTerm went back from %d to %d. S1 would vote again in terms that it has left.", was, got)
	case got > was:
		return call.Stalls(place, "prevote.call.kept.term",
			"This rule changes nothing, and currentTerm went from %d to %d. A term that rises deposes whoever leads.",
			was, got)
	case after.VotedFor != before.VotedFor:
		return call.Breaks(place, "prevote.call.kept.vote",
			"S1's vote of term %d was %s, and votedFor is %v now. This rule gives no vote and takes none back.",
			was, call.Whose(before.VotedFor), after.VotedFor)
	}
	switch got, was := after.Role, before.Role; {
	case got == was:
		return nil
	case got == raft.Leader:
		return call.Breaks(place, "prevote.call.kept.leads",
			"S1 was a %v and leads now. This rule elects nobody.", was)
	default:
		return call.Stalls(place, "prevote.call.kept.role",
			"S1 was a %v and is a %v now. This rule changes nothing.", was, got)
	}
}

// keptElections: what S1 knows of its leader, and what it counts.
func keptElections(place string, before, after *raft.State) *grader.CaseFailure {
	what, was, is := "", "", ""
	switch {
	case after.Heard != before.Heard:
		what, was, is = "Heard", fmt.Sprint(before.Heard), fmt.Sprint(after.Heard)
	case after.Leader != before.Leader:
		what, was, is = "Leader", before.Leader.String(), after.Leader.String()
	case after.Transferee != before.Transferee:
		return call.Stalls(place, "prevote.call.kept.transferee",
			"Transferee was %v and is %v now. As long as it is set, the caller refuses new commands, so that the "+
				"target keeps the whole log.", before.Transferee, after.Transferee)
	case after.PreVotes != before.PreVotes:
		what, was, is = "PreVotes", setText(before.PreVotes), setText(after.PreVotes)
	case after.Active != before.Active:
		what, was, is = "Active", setText(before.Active), setText(after.Active)
	default:
		return nil
	}
	return call.Stalls(place, "prevote.call.kept.elections", "This rule changes nothing, and %s was %s and is %s now.",
		what, was, is)
}

// keptRest: the log, and all that Figure 2 has besides.
func keptRest(place string, before, after *raft.State) *grader.CaseFailure {
	change := changedRest(before, after)
	if change.Text == "" {
		return nil
	}
	failure := call.Breaks(place, "prevote.call.kept.rest", "An election rule changed %s: %s.", change.What,
		change.Text)
	failure.Liveness = change.Harmless
	return failure
}

// changedRest is the gravest change of what no rule of this exercise may change.
func changedRest(before, after *raft.State) call.Change {
	twin := copied(after)
	twin.Role, twin.CurrentTerm, twin.VotedFor, twin.Leader = before.Role, before.CurrentTerm, before.VotedFor,
		before.Leader
	if after.Role != before.Role { // what a role has is judged with it
		twin.NextIndex, twin.MatchIndex = before.NextIndex, before.MatchIndex
		twin.VotesGranted, twin.Awaiting = before.VotesGranted, before.Awaiting
	}
	if after.CommitIndex != before.CommitIndex {
		return call.Committed(after)
	}
	return call.ChangedBesides(before, twin)
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

// lastTerm is the term of a log's last entry, 0 for an empty log.
func lastTerm(log []raft.Term) raft.Term {
	if len(log) == 0 {
		return 0
	}
	return log[len(log)-1]
}
