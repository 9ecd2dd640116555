package grader

import (
	"fmt"
	"slices"

	"raftlab/raft"
)

// The places in the paper that the commit exercise is about.
const (
	commitMajority = "Figure 2, Leaders, last rule · §5.3"
	commitTerm     = "Figure 2, Leaders, last rule · §5.4.2"
	commitIndex    = "Figure 2, commitIndex · §5.3"
)

// Commit is the exercise in which AdvanceCommitIndex is written.
func Commit() *Exercise {
	e := &Exercise{
		ID: "commit", Title: "Commit an entry", File: "exercises/commit/commit.go",
		Rules:    []string{"AdvanceCommitIndex"},
		Branches: commitBranches, Watch: watchCommit, Drills: commitDrills,
	}
	for _, s := range commitSituations() {
		e.Cases = append(e.Cases, s.toCase())
	}
	e.Small = func(yield func(Case) bool) { smallestFirst(smallCommits(), commitCall.size, commitCall.toCase)(yield) }
	return e
}

// commitCall is a leader that looks at its MatchIndex: match is what it knows of S2, S3, ... Name and
// why are an example's; small calls have none.
type commitCall struct {
	name, place, why string
	leader           smallServer
	match            []raft.Index
}

// commitSituations are the paper's examples. The leader is S1.
func commitSituations() []commitCall {
	leader := func(servers int, term raft.Term, commit raft.Index, log ...raft.Term) smallServer {
		return smallServer{servers: servers, role: raft.Leader, term: term, votedFor: 1, log: log, commitIndex: commit}
	}
	match := func(of ...raft.Index) []raft.Index { return of }
	return []commitCall{
		{"three of five have the entry", commitMajority, "S1, S2 and S3 have entry 2. Three are more than half of five, and the entry is of the term that S1 leads.",
			leader(5, 1, 1, 1, 1), match(2, 2, 1, 0)},
		{"two of five have the entry", commitMajority, "Only S1 and S2 have entry 2. A majority of five is three.",
			leader(5, 1, 1, 1, 1), match(2, 1, 1, 0)},
		{"the leader's own copy counts", commitMajority, "S1 and S2 have entry 2: that is two of three, though only one of them is a follower. S3 may be down.",
			leader(3, 1, 1, 1, 1), match(2, 0)},
		{"a cluster of one", commitMajority, "S1 is alone, and is a majority by itself.",
			leader(1, 1, 0, 1), nil},
		{"half of four servers", commitMajority, "S1 and S2 have entry 2. Two of four is half, and a majority is more than half: three.",
			leader(4, 1, 1, 1, 1), match(2, 1, 1)},
		{"three of four servers", commitMajority, "Three of four are more than half.",
			leader(4, 1, 1, 1, 1), match(2, 2, 0)},
		{"two servers are far ahead", commitMajority, "Three of five have only entry 1. That S1 and S2 have many more does not help: a majority has entry 1.",
			leader(5, 1, 1, 1, 1, 1, 1, 1), match(5, 1, 1, 1)},
		{"each server has got to another place", commitMajority, "S1 has 4 entries, S2 4, S3 3, S4 2 and S5 none. The highest that three of them have is entry 3.",
			leader(5, 1, 1, 1, 1, 1, 1), match(4, 3, 2, 0)},
		{"Figure 8 (c): an entry of an earlier term on three of five", commitTerm, "Entry 2 is of term 2, and S1 leads term 4. S5, whose last entry is of term 3, can still win and overwrite it. Copies of it prove nothing.",
			leader(5, 4, 1, 1, 2, 4), match(2, 2, 0, 0)},
		{"Figure 8 (e): an entry of the leader's own term on three of five", commitTerm, "Entry 3 is of term 4, which S1 leads. It is committed, and entry 2 of term 2 before it is committed with it.",
			leader(5, 4, 1, 1, 2, 4), match(3, 3, 0, 0)},
		{"an older entry stands before those of the term", commitTerm, "All servers have entries 2 and 3, which are of the term that S1 leads. Entry 1 of term 1 cannot be counted by itself, but it is committed with them: do not stop there.",
			leader(3, 2, 0, 1, 2, 2), match(3, 3)},
		{"everyone has what earlier terms left", commitTerm, "Entries 2 and 3 are of term 2, on all five servers. But S1 leads term 4, and its own entry 4 is on S1 only.",
			leader(5, 4, 1, 1, 2, 2, 4), match(3, 3, 3, 3)},
		{"a new leader knows nothing of the others", commitIndex, "All matchIndex begin at 0 in a new term. What was committed stays committed: commitIndex never goes down.",
			leader(3, 2, 2, 1, 1, 2), match(0, 0)},
		{"everything is committed already", commitIndex, "There is no N above commitIndex.",
			leader(3, 1, 2, 1, 1), match(2, 2)},
	}
}

// smallCommits is every call of a leader of one to five servers with short logs.
func smallCommits() []commitCall {
	var calls []commitCall
	for servers := 1; servers <= 5; servers++ {
		length := 3
		if servers > 3 {
			length = 2
		}
		for _, log := range smallLogs(length, 3) {
			for _, term := range []raft.Term{2, 3} {
				if len(log) > 0 && log[len(log)-1] > term {
					continue
				}
				for commit := range len(log) + 1 {
					leader := smallServer{servers: servers, role: raft.Leader, term: term, votedFor: 1, log: log, commitIndex: raft.Index(commit)}
					for _, match := range matches(servers-1, raft.Index(len(log))) {
						calls = append(calls, commitCall{leader: leader, match: match})
					}
				}
			}
		}
	}
	return calls
}

// matches is all that a leader can know of so many followers, with at most last entries each.
func matches(followers int, last raft.Index) [][]raft.Index {
	all := [][]raft.Index{nil}
	for range followers {
		var longer [][]raft.Index
		for _, match := range all {
			for of := raft.Index(0); of <= last; of++ {
				longer = append(longer, append(slices.Clone(match), of))
			}
		}
		all = longer
	}
	return all
}

func (c commitCall) size() int {
	size := c.leader.size()
	for _, match := range c.match {
		size += int(match)
	}
	return size
}

func (c commitCall) toCase() Case {
	return Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Call: c.call}
}

func (c commitCall) call() (state, request string) {
	s := c.state()
	return fmt.Sprintf("%v matchIndex %s", c.leader, ofServers(s, s.MatchIndex)), "AdvanceCommitIndex"
}

func (c commitCall) state() *raft.State {
	s := c.leader.state()
	for i, match := range c.match {
		s.MatchIndex[i+2] = match
	}
	return s
}

// commitBranch is what the paper says of a call.
type commitBranch int

const (
	commitCounted commitBranch = iota
	commitOlderTerm
	commitTooFew
	commitNothingNew
	commitOlderWithIt // besides commitCounted
)

var commitBranches = []Branch{
	{"a majority has an entry of the leader's term", commitMajority}, {"a majority has an entry of an earlier term only", commitTerm},
	{"a majority has nothing new yet", commitMajority}, {"everything is committed already", commitIndex},
	{"entries of an earlier term are committed with one of the leader's", commitTerm},
}

// commitTruth is what Figure 2 says of a leader: the highest index that it may call committed, which
// is its CommitIndex where there is nothing new.
type commitTruth struct {
	branch  commitBranch
	highest raft.Index
	// entry is what decides the branch, 0 if no single one does.
	entry raft.Index
}

// copiesOf is how many servers have the entry, as far as the leader knows.
func copiesOf(s *raft.State, n raft.Index) int {
	copies := 0
	for _, id := range s.Servers {
		if s.MatchIndex[id] >= n {
			copies++
		}
	}
	return copies
}

// truthOfCommit is asked about every call of a cluster: it makes no words.
func truthOfCommit(s *raft.State) commitTruth {
	onMajority := raft.Index(0)
	for n := s.Log.LastIndex(); n > s.CommitIndex; n-- {
		if 2*copiesOf(s, n) <= len(s.Servers) {
			continue
		}
		if s.Log.Term(n) == s.CurrentTerm {
			return commitTruth{commitCounted, n, n}
		}
		onMajority = max(onMajority, n)
	}
	switch {
	case onMajority > 0:
		return commitTruth{commitOlderTerm, s.CommitIndex, onMajority}
	case s.CommitIndex == s.Log.LastIndex():
		return commitTruth{commitNothingNew, s.CommitIndex, 0}
	}
	return commitTruth{commitTooFew, s.CommitIndex, 0}
}

// why says it in a sentence; s is the state that the truth is of.
func (t commitTruth) why(s *raft.State) string {
	switch t.branch {
	case commitCounted:
		return fmt.Sprintf("Entry %d of term %d is on %d of %d servers, S1 counted: a majority has it, and it is of the term that S1 leads.",
			t.entry, s.Log.Term(t.entry), copiesOf(s, t.entry), len(s.Servers))
	case commitOlderTerm:
		return fmt.Sprintf("A majority has entry %d, but that is of term %d, and S1 leads term %d. Copies of an earlier term's "+
			"entry are not counted (Figure 8).", t.entry, s.Log.Term(t.entry), s.CurrentTerm)
	case commitNothingNew:
		return "There is no entry above commitIndex."
	}
	return fmt.Sprintf("No entry above commitIndex %d is on more than half of %d servers.", s.CommitIndex, len(s.Servers))
}

// run calls the rule and compares what it did with what is allowed. Figure 2 takes any N that it
// describes, and a rule that goes up to the highest in steps gets there with the next answers. So
// where there is one, each place on the way to the highest is allowed; but not to stand still.
func (c commitCall) run(rules raft.Rules) *CaseFailure {
	state, before := c.state(), c.state()
	rules.AdvanceCommitIndex(state)
	truth := truthOfCommit(before)
	lowest := min(c.leader.commitIndex+1, truth.highest)
	moved := state.CommitIndex >= lowest && state.CommitIndex <= truth.highest
	spoilt := changedBesides(before, state)
	if moved && spoilt == "" {
		return nil
	}
	failure := &CaseFailure{
		Yours: fmt.Sprintf("commitIndex=%d", state.CommitIndex), Allowed: fmt.Sprintf("commitIndex=%d", truth.highest),
		Liveness: spoilt == "" && state.CommitIndex == c.leader.commitIndex, // it says less than it could
	}
	failure.State, failure.Request = c.call()
	switch {
	case truth.highest == c.leader.commitIndex:
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
		failure.Place, failure.Why = commitIndex, "The rule moves CommitIndex and nothing else. Work on a copy of what you sort or change."
	case c.name == "" || state.CommitIndex < c.leader.commitIndex:
		failure.Place, failure.Why = commitBranches[truth.branch].Place, truth.why(before)
	}
	if state.CommitIndex < c.leader.commitIndex {
		failure.Place, failure.Why = commitIndex, fmt.Sprintf("commitIndex went back from %d to %d. It never does: what was committed may have been applied.", c.leader.commitIndex, state.CommitIndex)
	}
	return failure
}

// ofServers is a NextIndex or MatchIndex as reports show it: S1=3 S2=0.
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

// changedBesides names something other than CommitIndex that a rule changed, or "". Element 0 of
// NextIndex and MatchIndex belongs to nobody.
func changedBesides(before, after *raft.State) string {
	switch {
	case after.Role != before.Role || after.CurrentTerm != before.CurrentTerm || after.VotedFor != before.VotedFor:
		return fmt.Sprintf("S1 is a %v, currentTerm=%d votedFor=%v", after.Role, after.CurrentTerm, after.VotedFor)
	case !slices.Equal(logTerms(after), logTerms(before)):
		return fmt.Sprintf("log=%v", logTerms(after))
	case after.LastApplied != before.LastApplied:
		return fmt.Sprintf("lastApplied=%d", after.LastApplied)
	case len(after.MatchIndex) != len(before.MatchIndex) || !slices.Equal(after.MatchIndex[1:], before.MatchIndex[1:]):
		return fmt.Sprintf("matchIndex=%v", after.MatchIndex)
	case len(after.NextIndex) != len(before.NextIndex) || !slices.Equal(after.NextIndex[1:], before.NextIndex[1:]):
		return fmt.Sprintf("nextIndex=%v", after.NextIndex)
	}
	return ""
}

// watchCommit tells which branch each call of a cluster takes.
func watchCommit(rules raft.Rules, reached func(branch int)) raft.Rules {
	advance := rules.AdvanceCommitIndex
	rules.AdvanceCommitIndex = func(s *raft.State) {
		truth := truthOfCommit(s)
		reached(int(truth.branch))
		if truth.branch == commitCounted && s.Log.Term(s.CommitIndex+1) < s.CurrentTerm {
			reached(int(commitOlderWithIt))
		}
		advance(s)
	}
	return rules
}
