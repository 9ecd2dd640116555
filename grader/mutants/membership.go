package mutants

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// apart are what can break where two groups of servers decide without a common server, or where a server decides by
// another configuration than the last in its log.
var apart = []string{
	configurationSafety, electionSafety, leaderCompleteness, stateMachineSafety, durability, logMatching, soundServer,
	progress, linearizable,
}

// askedAgain is why no old configuration can be kept.
const askedAgain = "The node asks Latest after each change of the log, and when it starts: nothing is kept that " +
	"could be old."

// changes are the mutants of group M up to M10: changing the servers of a cluster.
func changes() []Mutant {
	return []Mutant{
		{ID: "M01", Exercise: "membership", Title: "A joint change goes to the new servers in one step", Breaks: apart,
			Rules: inOneStep, Source: "§6, Figure 10; raft-java#27"},
		{ID: "M02", Exercise: "membership", Title: "A change begins before an entry of the leader's term is committed",
			Breaks: apart, Rules: allowing(raft.TermNotCommitted),
			Source: "thesis §4.1; raft-dev 2015 (Ongaro); openraft#2051",
			Rare: "Two leaders must begin changes one after the other, and bring them to few servers. The 1,900th " +
				"schedule finds it."},
		{ID: "M03", Exercise: "membership", Title: "A second change begins while one is open", Breaks: apart,
			Rules: allowing(raft.ChangeOpen), Source: "thesis §4.1; valkey#3926"},
		{ID: "M04", Exercise: "membership", Title: "A configuration counts only when another entry stands behind it",
			Breaks: apart, Rules: countsLate, Source: "§6, thesis §4.1; etcd-io/etcd#7625",
			Note: "In the catalogue it counts when it is applied. Latest is not told what is committed, so this is " +
				"the nearest mistake that the rule can make."},
		{ID: "M05", Exercise: "membership", Title: "In the joint phase a majority of all decides", Breaks: apart,
			Rules: majorityOfAll, Source: "§6; async-raft#62"},
		{ID: "M06", Exercise: "membership", Title: "C_new is appended before C_old,new is committed", Breaks: apart,
			Rules: newTooEarly, Source: "§6; camunda#60086"},
		{ID: "M07", Title: "A configuration that is cut from the log goes on counting", Breaks: apart,
			Source: "thesis §4.1; camunda#57393; canonical/raft#250", Harmless: askedAgain},
		{ID: "M08", Title: "A restart takes the last committed configuration", Breaks: apart,
			Source: "thesis §4.1; camunda#58304", Harmless: askedAgain},
		{ID: "M09", Title: "A leader that leaves counts itself", Breaks: apart,
			Source: "thesis §4.2.2; etcd-io/raft, confchange_v1_remove_leader", Harmless: "This is C08."},
		{ID: "M10", Exercise: "membership", Title: "A leader leaves before its removal is committed",
			Breaks: []string{progress}, Rules: leavesEarly, Source: "thesis §4.2.2; logcabin#205",
			Harmless: "The rule is asked when the commit index has risen. If an earlier entry is committed first, " +
				"the leader leaves, and another is elected: that costs time only."},
	}
}

// moreChanges are the rest of group M.
func moreChanges() []Mutant {
	return []Mutant{
		{ID: "M11", Title: "A removed server goes on deposing leaders", Breaks: []string{progress},
			Source:   "§6, thesis §4.2.3; logcabin#56; hashicorp/raft#12",
			Harmless: "That is stickiness, a setup: the stories of F5 show it with and without."},
		{ID: "M12", Title: "A vote is refused to a server that is not in the voter's own configuration",
			Breaks: []string{progress}, Source: "thesis §4.1; etcd-io/etcd#10998",
			Harmless: "That is the rule HandleRequestVote, whose exercise has no configurations. A test of the node " +
				"shows it."},
		{ID: "M13", Exercise: "membership", Title: "Votes of servers that do not vote are counted", Breaks: apart,
			Rules: countsAnybody, Source: "thesis §4.1; akka-raft#49"},
		{ID: "M14", Exercise: "membership", Title: "Learners vote", Breaks: apart, Rules: learnersVote,
			Source: "thesis §4.2.1; rabbitmq/ra#427"},
		{ID: "M15", Exercise: "membership", Title: "A server votes before it has the log", Breaks: []string{progress},
			Rules: allowing(raft.NotCaughtUp), Source: "thesis §4.2.1; EastGuard#150",
			Harmless: "It costs time only: commits wait until the new server has the log. A story shows that."},
		{ID: "M16", Title: "The log of a new server is taken for the leader's own", Breaks: []string{progress},
			Source: "thesis §4.2.1; async-raft#113", Harmless: "The node begins at its end and goes back, and asks " +
				"no rule."},
		{ID: "M17", Exercise: "membership", Title: "A leader ends only a joint phase of its own term",
			Breaks: []string{progress}, Rules: endsItsOwn, Source: "§6; etcd-io/etcd#12136",
			Harmless: "The joint phase lasts, and both halves go on deciding: after all faults are over they can."},
		{ID: "M18", Title: "A server that lost its disk comes back under its name", Breaks: apart,
			Source: "thesis §4.1; RethinkDB (Jepsen)", Harmless: "No rule can know that. The story of a wiped disk " +
				"shows it."},
		{ID: "M19", Exercise: "membership", Title: "A server that its configuration leaves out never stands",
			Breaks: []string{progress}, Rules: onlyVotersStand, Source: "thesis §4.2.2; cowsql/raft#150"},
		{ID: "M20", Title: "The configuration of the higher index counts, though a later term has replaced it",
			Breaks: apart, Source: "thesis §4.1; openraft#1808",
			Harmless: "There is one log, and its last configuration counts: no two are ever compared."},
		{ID: "M21", Exercise: "membership", Title: "A half without voters never agrees", Breaks: []string{progress},
			Rules: emptyHalfRefuses, Source: "§6; etcd-io/raft, quorum"},
		{ID: "M22", Exercise: "membership", Title: "Any number of voters may come and go in one step", Breaks: apart,
			Rules: allowing(raft.TooMany), Source: "§6, thesis §4.1",
			Harmless: "Random schedules ask for no change in one step. A story does."},
	}
}

func inOneStep(rules *raft.Rules) {
	rules.ConfigurationEntry = func(s *raft.State, to raft.Change) raft.Entry {
		if to.Kind == raft.ChangeJointly {
			to.Kind = raft.ChangeAtOnce
		}
		return reference.ConfigurationEntry(s, to)
	}
}

// allowing is MayChange without one of its refusals: the others are looked for as if that one were no reason.
func allowing(reason raft.Refusal) func(rules *raft.Rules) {
	return func(rules *raft.Rules) {
		rules.MayChange = func(s *raft.State, to raft.Change) raft.Refusal {
			forgiving := *s
			switch reason {
			case raft.TermNotCommitted:
				forgiving.CurrentTerm = s.Log.Term(s.CommitIndex)
			case raft.ChangeOpen:
				forgiving.ConfigurationIndex, forgiving.Configuration.Next = 0, 0
			case raft.NotCaughtUp:
				forgiving.CaughtUp = ^raft.NodeSet(0)
			}
			if refusal := reference.MayChange(&forgiving, to); refusal != reason {
				return refusal
			}
			return raft.Allowed
		}
	}
}

func countsLate(rules *raft.Rules) {
	rules.Latest = func(log *raft.Log, base raft.Configuration) (raft.Configuration, raft.Index) {
		early := log.Clone()
		if early.LastIndex() > early.Base() {
			early.TruncateFrom(early.LastIndex())
		}
		return reference.Latest(&early, base)
	}
}

func majorityOfAll(rules *raft.Rules) {
	union := func(c raft.Configuration) raft.Configuration { return raft.Configuration{Voters: c.Voters | c.Next} }
	rules.HasQuorum = func(c raft.Configuration, who raft.NodeSet) bool { return union(c).HasQuorum(who) }
	rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index { return union(c).QuorumIndex(match) }
}

func newTooEarly(rules *raft.Rules) {
	rules.AfterCommit = func(s *raft.State) (raft.Entry, bool) {
		early := *s
		if s.Configuration.IsJoint() {
			early.ConfigurationIndex = 0
		}
		return reference.AfterCommit(&early)
	}
}

func leavesEarly(rules *raft.Rules) {
	rules.AfterCommit = func(s *raft.State) (raft.Entry, bool) {
		next, stepDown := reference.AfterCommit(s)
		return next, stepDown || !s.Configuration.IsVoter(s.ID)
	}
}

func countsAnybody(rules *raft.Rules) {
	rules.HasQuorum = func(c raft.Configuration, who raft.NodeSet) bool {
		enough := func(half raft.NodeSet) bool { return half == 0 || 2*who.Len() > half.Len() }
		return enough(c.Voters) && enough(c.Next)
	}
}

func learnersVote(rules *raft.Rules) {
	rules.HasQuorum = func(c raft.Configuration, who raft.NodeSet) bool {
		c.Voters |= c.Learners
		return c.HasQuorum(who)
	}
}

func endsItsOwn(rules *raft.Rules) {
	rules.AfterCommit = func(s *raft.State) (raft.Entry, bool) {
		if s.Log.Term(s.ConfigurationIndex) != s.CurrentTerm {
			return raft.Entry{}, false
		}
		return reference.AfterCommit(s)
	}
}

func onlyVotersStand(rules *raft.Rules) {
	rules.MayCampaign = func(s *raft.State) bool { return s.Configuration.IsVoter(s.ID) }
}

func learnersStand(rules *raft.Rules) {
	rules.MayCampaign = func(s *raft.State) bool {
		return s.Configuration.Members().Has(s.ID) || reference.MayCampaign(s)
	}
}

func emptyHalfRefuses(rules *raft.Rules) {
	rules.HasQuorum = func(c raft.Configuration, who raft.NodeSet) bool {
		return c.HasQuorum(who) && 2*(who&c.Next).Len() > c.Next.Len()
	}
}

func learnersCount(rules *raft.Rules) {
	rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index {
		if c.Voters|c.Next != c.Members() {
			c.Voters |= c.Learners
		}
		return c.QuorumIndex(match)
	}
}

// leaderCounts takes the server that has most for the leader, and counts it in place of a voter.
func leaderCounts(rules *raft.Rules) {
	rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index {
		leader, most := raft.None, raft.Index(0)
		for id, has := range match {
			if has > most {
				leader, most = raft.NodeID(id), has
			}
		}
		if leader != raft.None && !c.IsVoter(leader) && !c.Learners.Has(leader) {
			c.Voters.Add(leader)
		}
		return c.QuorumIndex(match)
	}
}
