package solution

import (
	"slices"

	"raftlab/raft"
)

// HasQuorum reports whether the servers of who are enough to decide (§6; thesis §4.1).
func HasQuorum(c raft.Configuration, who raft.NodeSet) bool {
	// Task 1: each half by itself. A half without voters asks for nobody.
	return majority(c.Voters, who) && (c.Next == 0 || majority(c.Next, who))
}

// majority counts those of a half only: neither learners nor strangers.
func majority(half, who raft.NodeSet) bool { return (half & who).Len() > half.Len()/2 }

// QuorumIndex is the highest index that enough servers have (§6).
func QuorumIndex(c raft.Configuration, match []raft.Index) raft.Index {
	// Task 2: what one half has is not enough if the other half lacks it.
	index := halfIndex(c.Voters, match)
	if c.Next != 0 {
		index = min(index, halfIndex(c.Next, match))
	}
	return index
}

// halfIndex is the highest index that a majority of the half has.
func halfIndex(half raft.NodeSet, match []raft.Index) raft.Index {
	var has []raft.Index
	for id := range half.All() {
		if int(id) < len(match) {
			has = append(has, match[id])
		} else {
			has = append(has, 0)
		}
	}
	slices.Sort(has)
	// The lowest place from which on there are more servers than before it.
	return has[(len(has)-1)/2]
}

// Latest is the configuration by which a server with that log decides (§6; thesis §4.1).
func Latest(log *raft.Log, base raft.Configuration) (raft.Configuration, raft.Index) {
	// Task 3: the last one in the log counts, committed or not.
	for i := log.LastIndex(); i > log.Base(); i-- {
		if c, ok := log.Entry(i).Configuration(); ok {
			return c, i
		}
	}
	return base, log.Base()
}

// MayChange is why a leader may not begin a change now (thesis §4.1, §4.2.1).
func MayChange(s *raft.State, to raft.Change) raft.Refusal {
	now, after := s.Configuration, begun(s.Configuration, to)
	// Task 4: first what is wrong with the wish.
	switch {
	case to.Kind == raft.RemoveServer && !now.Members().Has(to.Server):
		return raft.NotThere
	case after.Voters == 0 || to.Kind == raft.ChangeJointly && after.Next == 0:
		return raft.LastVoter
	case after == now || to.Kind == raft.ChangeJointly && after.Next == now.Voters:
		return raft.AlreadyThere
	case to.Kind == raft.ChangeAtOnce && (now.Voters^after.Voters).Len() > 1:
		return raft.TooMany
	}
	// Then whether it is the time for it.
	switch voters := now.Voters | now.Next; {
	case s.Log.Term(s.CommitIndex) != s.CurrentTerm:
		return raft.TermNotCommitted
	case s.ConfigurationIndex > s.CommitIndex || now.Next != 0:
		return raft.ChangeOpen
	case (after.Voters|after.Next)&^voters&^s.CaughtUp != 0:
		return raft.NotCaughtUp
	}
	return raft.Allowed
}

// ConfigurationEntry is the entry that begins an allowed change (§6; thesis §4.1).
func ConfigurationEntry(s *raft.State, to raft.Change) raft.Entry {
	return entry(s, begun(s.Configuration, to))
}

// begun is the first configuration of a change.
func begun(c raft.Configuration, to raft.Change) raft.Configuration {
	// Task 5: one server more or less, or both halves.
	switch to.Kind {
	case raft.AddLearner:
		c.Learners.Add(to.Server)
	case raft.AddVoter:
		c.Voters.Add(to.Server)
	case raft.RemoveServer:
		c.Voters.Remove(to.Server)
		c.Learners.Remove(to.Server)
	case raft.ChangeJointly:
		c.Next = to.Voters
	case raft.ChangeAtOnce:
		c.Voters = to.Voters
	}
	// A server that votes is no learner.
	c.Learners &^= c.Voters | c.Next
	return c
}

func entry(s *raft.State, c raft.Configuration) raft.Entry {
	return raft.Entry{Term: s.CurrentTerm, Kind: raft.ConfigurationChange, Command: c.Encode()}
}

// AfterCommit ends the joint phase, and lets a leader go that was removed (§6; thesis §4.2.2).
func AfterCommit(s *raft.State) (next raft.Entry, stepDown bool) {
	// Task 6: nothing happens before the configuration is committed.
	c := s.Configuration
	if s.ConfigurationIndex > s.CommitIndex {
		return raft.Entry{}, false
	}
	if c.Next != 0 {
		return entry(s, raft.Configuration{Voters: c.Next, Learners: c.Learners}), false
	}
	return raft.Entry{}, !c.Voters.Has(s.ID)
}

// MayCampaign reports whether this server may stand (thesis §4.2.1, §4.2.2).
func MayCampaign(s *raft.State) bool {
	// Task 7: voters may. A server that is left out may as long as that is not committed, and a learner never.
	c := s.Configuration
	if (c.Voters | c.Next).Has(s.ID) {
		return true
	}
	return !c.Learners.Has(s.ID) && s.ConfigurationIndex > s.CommitIndex
}
