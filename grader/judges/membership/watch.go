package membership

import (
	"raftlab/grader"
	"raftlab/raft"
)

// branch is a case that the paper and the thesis distinguish.
type branch int

const (
	oneHalf branch = iota
	bothHalves

	committedByOne
	committedByBoth

	baseCounts
	entryCounts

	allowed
	tooEarly
	behind
	wrongWish

	single
	jointly

	nothing
	newFollows
	leaves

	voterStands
	outsiderWaits
)

var branches = []grader.Branch{
	oneHalf:    {Name: "a question to one half", Place: decides},
	bothHalves: {Name: "a question to both halves", Place: decides},

	committedByOne:  {Name: "what one half has", Place: commits},
	committedByBoth: {Name: "what both halves have", Place: commits},

	baseCounts:  {Name: "a log without a configuration", Place: logged},
	entryCounts: {Name: "a log with a configuration", Place: logged},

	allowed:   {Name: "a change that may begin", Place: guarded},
	tooEarly:  {Name: "a change that has to wait", Place: guarded},
	behind:    {Name: "a change whose servers catch up first", Place: guarded},
	wrongWish: {Name: "a change that cannot be", Place: guarded},

	single:  {Name: "the entry of one server", Place: begins},
	jointly: {Name: "the entry of a joint phase", Place: begins},

	nothing:    {Name: "a commit after which nothing follows", Place: ends},
	newFollows: {Name: "a commit after which C_new follows", Place: ends},
	leaves:     {Name: "a commit after which the leader leaves", Place: ends},

	voterStands:   {Name: "a voter whose timer fires", Place: stands},
	outsiderWaits: {Name: "another server whose timer fires", Place: stands},
}

// watch reports which branches each call of a cluster takes.
func watch(rules raft.Rules, reached func(branch int)) raft.Rules {
	watched := rules
	watched.HasQuorum = func(c raft.Configuration, who raft.NodeSet) bool {
		reached(int(either(c.IsJoint(), bothHalves, oneHalf)))
		return rules.HasQuorum(c, who)
	}
	watched.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index {
		reached(int(either(c.IsJoint(), committedByBoth, committedByOne)))
		return rules.QuorumIndex(c, match)
	}
	watched.Latest = func(log *raft.Log, base raft.Configuration) (raft.Configuration, raft.Index) {
		c, at := rules.Latest(log, base)
		reached(int(either(at > log.Base(), entryCounts, baseCounts)))
		return c, at
	}
	watched.MayChange = func(s *raft.State, to raft.Change) raft.Refusal {
		refusal := rules.MayChange(s, to)
		reached(int(guardBranch(refusal)))
		return refusal
	}
	watched.ConfigurationEntry = func(s *raft.State, to raft.Change) raft.Entry {
		reached(int(either(to.Kind == raft.ChangeJointly, jointly, single)))
		return rules.ConfigurationEntry(s, to)
	}
	watched.AfterCommit = func(s *raft.State) (raft.Entry, bool) {
		next, stepDown := rules.AfterCommit(s)
		reached(int(either(stepDown, leaves, either(next.Kind == raft.ConfigurationChange, newFollows, nothing))))
		return next, stepDown
	}
	watched.MayCampaign = func(s *raft.State) bool {
		may := rules.MayCampaign(s)
		reached(int(either(may, voterStands, outsiderWaits)))
		return may
	}
	return watched
}

func guardBranch(refusal raft.Refusal) branch {
	switch refusal {
	case raft.Allowed:
		return allowed
	case raft.TermNotCommitted, raft.ChangeOpen:
		return tooEarly
	case raft.NotCaughtUp:
		return behind
	}
	return wrongWish
}

func either(yes bool, a, b branch) branch {
	if yes {
		return a
	}
	return b
}
