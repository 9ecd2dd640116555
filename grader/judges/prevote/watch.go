package prevote

import (
	"raftlab/grader"
	"raftlab/raft"
)

// branch is a case that the thesis distinguishes.
type branch int

const (
	firstAttempt branch = iota
	anotherAttempt

	knowsLeader
	pastTerm
	voteTaken
	behind
	wouldVote

	counted
	attemptWon
	attemptOver
	refused
	refusedLater

	disturbing
	noLeader
	noLaterTerm
	sentByLeader

	hasMajority
	hasNoMajority

	wholeLog
	entriesMissing
)

var branches = []grader.Branch{
	firstAttempt:   {Name: "a follower asks", Place: asks},
	anotherAttempt: {Name: "a pre-candidate or a candidate asks again", Place: asks},

	knowsLeader: {Name: "a question to a server that knows of a leader", Place: answers},
	pastTerm:    {Name: "a question for a term that is over already", Place: answers},
	voteTaken:   {Name: "a question for a term in which the vote is taken", Place: answers},
	behind:      {Name: "a question with a log that is behind", Place: answers},
	wouldVote:   {Name: "a question that is answered with yes", Place: answers},

	counted:      {Name: "a yes, and no majority yet", Place: counts},
	attemptWon:   {Name: "the yes that makes a majority", Place: counts},
	attemptOver:  {Name: "a yes that comes too late", Place: counts},
	refused:      {Name: "a no", Place: counts},
	refusedLater: {Name: "a no of a later term", Place: counts},

	disturbing:   {Name: "a request that would disturb a leader", Place: unanswered},
	noLeader:     {Name: "a request where no leader is known", Place: unanswered},
	noLaterTerm:  {Name: "a request of no later term", Place: unanswered},
	sentByLeader: {Name: "a request of a server that is handed to", Place: unanswered},

	hasMajority:   {Name: "an interval with a majority", Place: quorum},
	hasNoMajority: {Name: "an interval without a majority", Place: quorum},

	wholeLog:       {Name: "a target with the whole log", Place: transfer},
	entriesMissing: {Name: "a target that lacks entries", Place: transfer},
}

// watch reports which branch each call of a cluster takes.
func watch(rules raft.Rules, reached func(branch int)) raft.Rules {
	watched := rules
	watched.StartPreVote = func(s *raft.State) raft.PreVote {
		reached(int((&attempt{role: s.Role}).branch(ask())))
		return rules.StartPreVote(s)
	}
	watched.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
		reached(int(questionBranch(s, req)))
		return rules.HandlePreVote(s, req)
	}
	watched.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
		a := attempt{servers: len(s.Servers), term: s.CurrentTerm, role: s.Role, granted: with(s.PreVotes, s.ID)}
		reached(int(a.branch(step{kind: stepAnswer, from: from, reply: reply})))
		return rules.HandlePreVoteReply(s, from, reply)
	}
	watched.LeavesUnanswered = func(s *raft.State, req raft.RequestVote, transfer bool) bool {
		reached(int(requestBranch(s, req, transfer)))
		return rules.LeavesUnanswered(s, req, transfer)
	}
	watched.CheckQuorum = func(s *raft.State) {
		reached(int(either(2*with(s.Active, s.ID).Len() > len(s.Servers), hasMajority, hasNoMajority)))
		rules.CheckQuorum(s)
	}
	watched.TransferTo = func(s *raft.State) bool {
		reached(int(either(s.MatchIndex[s.Transferee] == s.Log.LastIndex(), wholeLog, entriesMissing)))
		return rules.TransferTo(s)
	}
	return watched
}

func either(yes bool, a, b branch) branch {
	if yes {
		return a
	}
	return b
}
