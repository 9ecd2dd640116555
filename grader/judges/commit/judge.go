package commit

import (
	"cmp"
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

// run calls the rule and judges each part of the outcome. Figure 2 accepts any N that it describes, and a rule that
// rises in steps reaches the highest N with the next answers. So every step towards the highest N is allowed, but not
// to stay. A server that is alone may commit whatever it has: nobody else can overwrite it.
func (c commitCall) run(rules raft.Rules) *grader.CaseFailure {
	state, before := c.state(), c.state()
	rules.AdvanceCommitIndex(state)
	truth := truthOf(before)
	moved := c.moved(truth, before, state.CommitIndex)
	if moved != nil {
		var misread *grader.CaseFailure
		if call.Asked(func() { misread = c.misread(rules, truth, state.CommitIndex) }) {
			moved = cmp.Or(misread, moved)
		}
	}
	failure := call.Gravest(moved, spoilt(before, state))
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.call()
	failure.Yours = fmt.Sprintf("commitIndex=%d", state.CommitIndex) + failure.Yours
	failure.Allowed = c.allowed(truth) + failure.Allowed
	return failure
}

func (c commitCall) allowed(truth truth) string {
	switch {
	case truth.highest == c.leader.CommitIndex:
		return fmt.Sprintf("commitIndex=%d, as it was", truth.highest)
	case c.leader.CommitIndex+1 < truth.highest:
		return fmt.Sprintf("commitIndex=%d, or a step towards it", truth.highest)
	}
	return fmt.Sprintf("commitIndex=%d", truth.highest)
}

// moved judges the commit index. An example has a sentence of its own about the entry that decides. It is the right one
// only if the rule goes wrong at that entry.
func (c commitCall) moved(truth truth, s *raft.State, got raft.Index) *grader.CaseFailure {
	was, last, alone := c.leader.CommitIndex, s.Log.LastIndex(), len(s.Servers) == 1
	var failure *grader.CaseFailure
	var decides branch
	switch copies := call.Copies(s, got); {
	case got < was:
		return call.Breaks(commitIndex, "commit.call.back",
			"commitIndex went back from %d to %d. It never does: what was committed may have been applied.", was, got)
	case got > last:
		return call.Breaks(commitIndex, "commit.call.beyond",
			"S1's log ends at index %d. An entry that nobody has cannot be committed.", last)
	case got > truth.highest && !alone && 2*copies <= len(s.Servers):
		decides, failure = tooFew, call.Breaks(commitMajority, "commit.call.too-few",
			"Entry %d is on %d of %d servers, S1 counted. That is not more than half.", got, copies, len(s.Servers))
	case got > truth.highest && !alone:
		decides, failure = olderTerm, call.Breaks(commitTerm, "commit.call.older-term",
			"A majority has entry %d, but that is of term %d, and S1 leads term %d. Copies of an earlier term's entry "+
				"are not counted (Figure 8).", got, s.Log.Term(got), s.CurrentTerm)
	case got == was && truth.highest > was && alone:
		decides, failure = counted, call.Stalls(commitMajority, "commit.call.alone",
			"S1 is alone, and a majority by itself: entry %d is committed as soon as S1 has it.", truth.highest)
	case got == was && truth.highest > was:
		decides, failure = counted, call.Stalls(commitMajority, "commit.call.counted",
			"S1 commits nothing. Entry %d of term %d is on %d of %d servers, S1 counted: a majority has it, and it is "+
				"of the term that S1 leads.",
			truth.entry, s.Log.Term(truth.entry), call.Copies(s, truth.entry), len(s.Servers))
	}
	if failure != nil && c.name != "" && decides == truth.branch {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}

// misread says which number a rule went wrong by that moves CommitIndex too far, or not at all: another one there, and
// it goes right. It is nil for a rule that goes right, and if no such number is found.
func (c commitCall) misread(rules raft.Rules, truth truth, got raft.Index) *grader.CaseFailure {
	tooFar, stays := got > truth.highest, got == c.leader.CommitIndex && got < truth.highest
	if !tooFar && !stays {
		return nil
	}
	next := c.state()
	for _, id := range next.Servers {
		next.NextIndex[id] = next.MatchIndex[id] + 1
	}
	element0 := c.state()
	element0.MatchIndex[0] = element0.Log.LastIndex()
	longer, ahead := c.oneMore(), c.oneMore()
	wider, lacks := c.state(), true
	for _, id := range ahead.Servers[1:] {
		switch {
		case ahead.MatchIndex[id] >= truth.highest:
			ahead.MatchIndex[id]++
		case lacks:
			wider.MatchIndex[id], lacks = truth.highest, false
		}
	}
	for _, s := range []*raft.State{next, element0, longer, ahead, wider} {
		rules.AdvanceCommitIndex(s)
	}
	switch {
	case tooFar && next.CommitIndex <= truth.highest:
		return call.Breaks(commitMajority, "commit.call.next-index",
			"S1 commits entry %d because of nextIndex. That is what S1 sends next, which is a guess. What a server "+
				"has is matchIndex, and %d of %d servers have entry %d, S1 counted.",
			got, call.Copies(c.state(), got), len(next.Servers), got)
	case stays && element0.CommitIndex > got:
		return call.Stalls(commitMajority, "commit.call.element-0",
			"S1 takes element 0 of MatchIndex for a server's. It belongs to nobody, and is always 0. Each server's "+
				"element is at its id, from 1 on: s.Servers has the ids.")
	case stays && longer.CommitIndex >= truth.highest && len(longer.Servers) > 1:
		return call.Stalls(commitMajority, "commit.call.last",
			"S1 commits nothing, and would commit entry %d if one more entry stood behind it. A majority has entry "+
				"%d: that it is the last of the log does not matter.", truth.highest, truth.highest)
	case stays && ahead.CommitIndex == truth.highest && len(ahead.Servers) > 1:
		return call.Stalls(commitMajority, "commit.call.next-entry",
			"S1 commits nothing, and would commit entry %d if those servers had the next one, too. A server whose "+
				"matchIndex is %d has entry %d.", truth.highest, truth.highest, truth.highest)
	case stays && !lacks && wider.CommitIndex >= truth.highest:
		return call.Stalls(commitMajority, "commit.call.one-more",
			"S1 commits nothing, and would commit entry %d if one more server had it. %d of %d servers have it, S1 "+
				"counted: that is a majority.",
			truth.highest, call.Copies(c.state(), truth.highest), len(next.Servers))
	}
	return nil
}

// oneMore is the leader with one more entry, which nobody else has.
func (c commitCall) oneMore() *raft.State {
	s := c.state()
	s.AppendAsLeader(raft.Command, []byte("one more"))
	s.NextIndex[s.ID] = s.Log.LastIndex() + 1
	return s
}

// spoilt judges the rest of the server.
func spoilt(before, after *raft.State) *grader.CaseFailure {
	change := call.ChangedBesides(before, after)
	if change.Text == "" {
		return nil
	}
	failure := call.Breaks(commitIndex, "commit.call.spoilt",
		"This call changes %s. The rule moves CommitIndex and nothing else.", change.What)
	if change.What == "matchIndex" || change.What == "nextIndex" {
		failure = call.Breaks(commitIndex, "commit.call.sorted", "This call changes %s. The rule moves CommitIndex "+
			"and nothing else: work on a copy of what you sort or change.", change.What)
	}
	failure.Liveness = change.Harmless
	failure.Yours, failure.Allowed = ", and "+change.Text, ", and nothing else changes"
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
