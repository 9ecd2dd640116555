package commit

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// truth is Figure 2's answer for a leader: the highest index that it may commit. It is CommitIndex if nothing new
// can be committed.
type truth struct {
	branch  branch
	highest raft.Index
	// entry is the entry that decides the branch, 0 if no single entry does.
	entry raft.Index
}

// truthOf is computed at every call of a cluster, so it makes no text.
func truthOf(s *raft.State) truth {
	highest, onMajority := call.Committable(s)
	truth := truth{tooFew, highest, onMajority}
	switch {
	case highest > s.CommitIndex:
		truth.branch = counted
	case onMajority > 0:
		truth.branch = olderTerm
	case s.CommitIndex == s.Log.LastIndex():
		truth.branch = nothingNew
	}
	return truth
}

// why is the sentence about the truth of state s.
func (t truth) why(s *raft.State) lab.Saying {
	switch t.branch {
	case counted:
		return lab.Say("commit.call.counted", "Entry %d of term %d is on %d of %d servers, S1 counted: a "+
			"majority has it, and it is of the term that S1 leads.",
			t.entry, s.Log.Term(t.entry), call.Copies(s, t.entry), len(s.Servers))
	case olderTerm:
		return lab.Say("commit.call.older-term", "A majority has entry %d, but that is of term %d, and S1 leads "+
			"term %d. Copies of an earlier term's entry are not counted (Figure 8).",
			t.entry, s.Log.Term(t.entry), s.CurrentTerm)
	case nothingNew:
		return lab.Say("commit.call.nothing-new", "There is no entry above commitIndex.")
	}
	return lab.Say("commit.call.too-few", "No entry above commitIndex %d is on more than half of %d servers.",
		s.CommitIndex, len(s.Servers))
}

// run calls the rule and compares the outcome with the allowed ones. Figure 2 accepts any N that it describes, and
// a rule that rises in steps reaches the highest N with the next answers. So every step towards the highest N is
// allowed, but not to stay.
func (c commitCall) run(rules raft.Rules) *grader.CaseFailure {
	state, before := c.state(), c.state()
	rules.AdvanceCommitIndex(state)
	truth := truthOf(before)
	lowest := min(c.leader.CommitIndex+1, truth.highest)
	moved := state.CommitIndex >= lowest && state.CommitIndex <= truth.highest
	spoilt := call.ChangedBesides(before, state)
	if moved && spoilt == "" {
		return nil
	}
	failure := &grader.CaseFailure{
		Yours: fmt.Sprintf("commitIndex=%d", state.CommitIndex), Allowed: fmt.Sprintf("commitIndex=%d", truth.highest),
		Liveness: spoilt == "" && state.CommitIndex == c.leader.CommitIndex, // it commits less than it could
	}
	failure.State, failure.Request = c.call()
	switch {
	case truth.highest == c.leader.CommitIndex:
		failure.Allowed += ", as it was"
	case lowest < truth.highest:
		failure.Allowed = fmt.Sprintf("commitIndex=%d, or a step towards it", truth.highest)
	}
	if spoilt != "" {
		failure.Yours += ", and " + spoilt
		failure.Allowed += ", and nothing else changes"
	}
	switch {
	case moved:
		failure.Place, failure.Why = commitIndex, lab.Say("commit.call.spoilt",
			"The rule moves CommitIndex and nothing else. Work on a copy of what you sort or change.")
	case c.name == "" || state.CommitIndex < c.leader.CommitIndex:
		failure.Place, failure.Why = branches[truth.branch].Place, truth.why(before)
	}
	if state.CommitIndex < c.leader.CommitIndex {
		failure.Place, failure.Why = commitIndex, lab.Say("commit.call.back",
			"commitIndex went back from %d to %d. It never does: what was committed may have been applied.",
			c.leader.CommitIndex, state.CommitIndex)
	}
	return failure
}

// ofServers is a NextIndex or MatchIndex in the form of reports: S1=3 S2=0.
func ofServers(s *raft.State, indexes []raft.Index) string {
	text := ""
	for i, id := range s.Servers {
		if i > 0 {
			text += " "
		}
		text += fmt.Sprintf("%v=%d", id, indexes[id])
	}
	return text
}
