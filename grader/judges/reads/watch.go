package reads

import (
	"raftlab/grader"
	"raftlab/raft"
)

// branch is a case that the thesis distinguishes.
type branch int

const (
	tooEarly branch = iota
	byRound
	byLease
	forFollower

	counts
	pastRound

	waits
	readyOwn
	readyFollower

	majority
	minority
)

var branches = []grader.Branch{
	tooEarly:    {Name: "a read before an entry of the term is committed", Place: notes},
	byRound:     {Name: "a read that needs a round", Place: notes},
	byLease:     {Name: "a read under a lease", Place: notes},
	forFollower: {Name: "a read of a follower's client", Place: notes},

	counts:    {Name: "an answer that may confirm a read", Place: confirms},
	pastRound: {Name: "an answer to a round before the read", Place: confirms},

	waits:         {Name: "a read that waits", Place: answers},
	readyOwn:      {Name: "a read that is answered", Place: answers},
	readyFollower: {Name: "an index that is told to a follower", Place: answers},

	majority: {Name: "a round that a majority answered", Place: leases},
	minority: {Name: "a round that no majority answered", Place: leases},
}

// watch reports which branches each call of a cluster takes, as far as a read's own fields show them.
func watch(rules raft.Rules, reached func(branch int)) raft.Rules {
	watched := rules
	watched.BeginRead = func(s *raft.State, read raft.Read) bool {
		reached(int(beginBranch(s, read)))
		return rules.BeginRead(s, read)
	}
	watched.ConfirmReads = func(s *raft.State, from raft.NodeID, round uint64) {
		for _, r := range s.Reads {
			reached(int(either(round >= r.Round, counts, pastRound)))
		}
		rules.ConfirmReads(s, from, round)
	}
	watched.ReadyReads = func(s *raft.State) []raft.Read {
		for _, r := range s.Reads {
			reached(int(readyBranch(s, r)))
		}
		return rules.ReadyReads(s)
	}
	watched.ExtendLease = func(s *raft.State, acks raft.NodeSet, timeout raft.Duration, drift int) raft.Duration {
		reached(int(either(s.IsQuorum(acks), majority, minority)))
		return rules.ExtendLease(s, acks, timeout, drift)
	}
	return watched
}

func beginBranch(s *raft.State, read raft.Read) branch {
	switch {
	case s.Log.Term(s.CommitIndex) != s.CurrentTerm:
		return tooEarly
	case read.From != raft.None:
		return forFollower
	}
	return either(read.Lease && s.Lease, byLease, byRound)
}

func readyBranch(s *raft.State, r raft.Read) branch {
	switch {
	case r.Round > 0 && !s.IsQuorum(r.Acks) || r.From == raft.None && s.LastApplied < r.Index:
		return waits
	case r.From != raft.None:
		return readyFollower
	}
	return readyOwn
}

func either(yes bool, a, b branch) branch {
	if yes {
		return a
	}
	return b
}
