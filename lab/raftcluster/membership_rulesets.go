package raftcluster

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// membershipRuleSets are wrong only where servers change: the setup has members.
func membershipRuleSets() []RuleSet {
	return []RuleSet{
		named("early-change", "Change before the term has committed", with(changeEarly),
			"A leader begins a change before an entry of its own term is committed, so another leader's change may be "+
				"in the air (thesis §4.1)."),
		named("joint-as-one", "Count both halves together", with(jointAsOne),
			"In the joint phase a majority of all servers decides, and not one of each half (§6)."),
		named("late-configuration", "Let a configuration count late", with(countLate),
			"A configuration counts only when another entry stands behind it in the log (§6, thesis §4.1)."),
	}
}

// changeEarly is bug M02.
func changeEarly(rules *raft.Rules) {
	rules.MayChange = func(s *raft.State, to raft.Change) raft.Refusal {
		forgiving := *s
		forgiving.CurrentTerm = s.Log.Term(s.CommitIndex)
		return reference.MayChange(&forgiving, to)
	}
}

// jointAsOne is bug M05.
func jointAsOne(rules *raft.Rules) {
	all := func(c raft.Configuration) raft.Configuration { return raft.Configuration{Voters: c.Voters | c.Next} }
	rules.HasQuorum = func(c raft.Configuration, who raft.NodeSet) bool { return all(c).HasQuorum(who) }
	rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index { return all(c).QuorumIndex(match) }
}

// countLate is bug M04.
func countLate(rules *raft.Rules) {
	rules.Latest = func(log *raft.Log, base raft.Configuration) (raft.Configuration, raft.Index) {
		early := log.Clone()
		if early.LastIndex() > early.Base() {
			early.TruncateFrom(early.LastIndex())
		}
		return reference.Latest(&early, base)
	}
}
