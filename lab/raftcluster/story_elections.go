package raftcluster

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// storyElectionsSets are the sets of stories about it: elections that do not disturb.
func storyElectionsSets() []RuleSet {
	return []RuleSet{
		forStory("a8-one-missing-link", "prevote-by-log", "Give a pre-vote to any good log", preVoteByLog,
			"A server says that it would vote for a candidate whose log is good, though it hears a leader (thesis "+
				"§9.6)."),
		forStory("a8-their-own-timeout", "prevote-waits", "Count on a leader that fell silent", keepHeard,
			"A server whose own timer fired goes on counting on its leader, and tells others that it would not "+
				"vote (thesis §9.6)."),
		forStory("a9-check-quorum", "answers-never-expire", "Count old answers for ever", keepActive,
			"A leader never forgets an answer, so it believes for ever that a majority hears it (thesis §6.2)."),
		forStory("a11-transfer", "transfer-at-once", "Hand over at once", transferAtOnce,
			"A leader hands over to a server that does not have all of its entries yet (thesis §3.10)."),
	}
}

func preVoteByLog(rules *raft.Rules) {
	rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
		heard := s.Heard
		defer func() { s.Heard = heard }()
		s.Heard = false
		return reference.HandlePreVote(s, req)
	}
}

func keepHeard(rules *raft.Rules) {
	rules.StartPreVote = func(s *raft.State) raft.PreVote {
		heard, leader := s.Heard, s.Leader
		defer func() { s.Heard, s.Leader = heard, leader }()
		return reference.StartPreVote(s)
	}
}

func keepActive(rules *raft.Rules) {
	rules.CheckQuorum = func(s *raft.State) {
		active := s.Active
		reference.CheckQuorum(s)
		if s.Role == raft.Leader {
			s.Active = active
		}
	}
}

func transferAtOnce(rules *raft.Rules) {
	rules.TransferTo = func(s *raft.State) bool { return s.Role == raft.Leader && s.Transferee != raft.None }
}
