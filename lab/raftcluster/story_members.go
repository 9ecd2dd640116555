package raftcluster

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// storyMembersSets are the sets of stories about it: changes of the servers.
func storyMembersSets() []RuleSet {
	return []RuleSet{
		forStory("f2-add-and-remove", "only-learners", "Let new servers only learn", addAsLearner,
			"A server that is added never votes (thesis §4.2.1)."),
		forStory("f2-learner", "learners-count", "Count learners", learnersCount,
			"A learner counts for a majority (thesis §4.2.1)."),
		forStory("f4-later-leader", "end-only-own", "End only what oneself began", endOnlyOwn,
			"A leader does not end the joint phase that another leader began (§6)."),
		forStory("f5-leader-leaves", "count-itself", "Count a leader that leaves", countItself,
			"A leader that is being removed counts itself for a majority (§6)."),
		forStory("f5-still-needed", "only-members-stand", "Let only members stand", onlyMembersStand,
			"A server that the last entry of its log removes does not stand, though the others may not have that "+
				"entry (thesis §4.2.2)."),
	}
}

func addAsLearner(rules *raft.Rules) {
	rules.ConfigurationEntry = func(s *raft.State, to raft.Change) raft.Entry {
		if to.Kind == raft.AddVoter {
			to.Kind = raft.AddLearner
		}
		return reference.ConfigurationEntry(s, to)
	}
}

func learnersCount(rules *raft.Rules) {
	rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index {
		if c.Learners == 0 {
			return c.QuorumIndex(match)
		}
		// It asks for a majority of the voters, and takes it wherever it finds it.
		high := append([]raft.Index(nil), match...)
		for id := range c.Learners.All() {
			for voter := range c.Voters.All() {
				if high[voter] < high[id] {
					high[voter] = high[id]
					break
				}
			}
		}
		return c.QuorumIndex(high)
	}
}

func endOnlyOwn(rules *raft.Rules) {
	rules.AfterCommit = func(s *raft.State) (raft.Entry, bool) {
		if s.Log.Term(s.ConfigurationIndex) != s.CurrentTerm {
			return raft.Entry{}, false
		}
		return reference.AfterCommit(s)
	}
}

func countItself(rules *raft.Rules) {
	rules.AdvanceCommitIndex = func(s *raft.State) {
		now := s.Configuration
		s.Configuration.Voters.Add(s.ID)
		reference.AdvanceCommitIndex(s)
		s.Configuration = now
	}
}

func onlyMembersStand(rules *raft.Rules) {
	rules.MayCampaign = func(s *raft.State) bool { return s.Configuration.IsVoter(s.ID) }
}
