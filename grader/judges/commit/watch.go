package commit

import (
	"raftlab/grader"
	"raftlab/raft"
)

// branch is a case that the paper distinguishes.
type branch int

const (
	counted branch = iota
	olderTerm
	tooFew
	nothingNew
	olderWithIt // besides counted
)

var branches = []grader.Branch{
	{Name: "a majority has an entry of the leader's term", Place: commitMajority},
	{Name: "a majority has an entry " +
		"of an earlier term only", Place: commitTerm},
	{Name: "a majority has nothing new yet", Place: commitMajority},
	{Name: "everything is committed already",
		Place: commitIndex},
	{Name: "entries of an earlier term are committed with one of the leader's", Place: commitTerm},
}

// watch reports which branch each call of a cluster takes.
func watch(rules raft.Rules, reached func(branch int)) raft.Rules {
	advance := rules.AdvanceCommitIndex
	rules.AdvanceCommitIndex = func(s *raft.State) {
		truth := truthOf(s)
		reached(int(truth.branch))
		if truth.branch == counted && s.Log.Term(s.CommitIndex+1) < s.CurrentTerm {
			reached(int(olderWithIt))
		}
		advance(s)
	}
	return rules
}
