package call

import (
	"fmt"
	"slices"

	"raftlab/raft"
)

// Change is a part of a server that a rule changed, and must not. What names it, and Text is its new value, in the form
// of reports, and "" if nothing changed. A change is Harmless if it endangers no property.
type Change struct {
	What, Text string
	Harmless   bool
}

// Committed is a CommitIndex that changed.
func Committed(s *raft.State) Change {
	return Change{"commitIndex", fmt.Sprintf("commitIndex=%d", s.CommitIndex), false}
}

// ChangedBesides is the gravest change of a leader by a rule that moves CommitIndex, or nothing. Element 0 of NextIndex
// and MatchIndex belongs to nobody.
func ChangedBesides(before, after *raft.State) Change {
	if c := changedIdentity(before, after); c.Text != "" {
		return c
	}
	switch {
	case after.Role != before.Role || after.CurrentTerm != before.CurrentTerm || after.VotedFor != before.VotedFor:
		stepsDown := after.Role == raft.Follower && after.CurrentTerm >= before.CurrentTerm &&
			after.VotedFor == before.VotedFor
		text := fmt.Sprintf("S1 is a %v, currentTerm=%d votedFor=%v", after.Role, after.CurrentTerm, after.VotedFor)
		return Change{"its role, term or vote", text, stepsDown}
	case !raft.EqualEntries(after.Log.From(1), before.Log.From(1)):
		return Change{"the log", fmt.Sprintf("log=%v", LogTerms(after)), false}
	case after.LastApplied != before.LastApplied:
		return Change{"lastApplied", fmt.Sprintf("lastApplied=%d", after.LastApplied), false}
	case before.Role == raft.Candidate && after.VotesGranted != before.VotesGranted:
		lost := after.VotesGranted&^before.VotesGranted == 0
		text := fmt.Sprintf("%d votes instead of %d", after.VotesGranted.Len(), before.VotesGranted.Len())
		return Change{"the votes that it has", text, lost}
	case before.Role == raft.Leader:
		return changedProgress(before, after)
	}
	return Change{}
}

func changedIdentity(before, after *raft.State) Change {
	if after.Configuration != before.Configuration {
		return Change{"who decides", fmt.Sprintf("the configuration is %+v", after.Configuration), false}
	}
	if after.ID == before.ID && slices.Equal(after.Servers, before.Servers) {
		return Change{}
	}
	return Change{"who it is", fmt.Sprintf("the server is %v of %v", after.ID, after.Servers), false}
}

// changedProgress is what a leader knows of its followers. MatchIndex is knowledge: to claim more endangers Durability,
// to know less costs time. The rest costs time only.
func changedProgress(before, after *raft.State) Change {
	switch {
	case !sameIndexes(after.MatchIndex, before.MatchIndex):
		lost := nowhereAbove(after.MatchIndex, before.MatchIndex)
		return Change{"matchIndex", fmt.Sprintf("matchIndex=%v", after.MatchIndex), lost}
	case !sameIndexes(after.NextIndex, before.NextIndex):
		return Change{"nextIndex", fmt.Sprintf("nextIndex=%v", after.NextIndex), true}
	case after.Awaiting != before.Awaiting:
		return Change{"whom it awaits", "other followers are waited for", true}
	case after.Leader != before.Leader:
		return Change{"the leader", fmt.Sprintf("leader=%v", after.Leader), true}
	}
	return Change{}
}

func sameIndexes(a, b []raft.Index) bool { return len(a) == len(b) && slices.Equal(a[1:], b[1:]) }

func nowhereAbove(a, b []raft.Index) bool {
	if len(a) != len(b) {
		return false
	}
	for id := 1; id < len(a); id++ {
		if a[id] > b[id] {
			return false
		}
	}
	return true
}
