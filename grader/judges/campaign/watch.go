package campaign

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// branch is a case that the paper distinguishes.
type branch int

const (
	firstElection branch = iota
	anotherElection
	alone
	voteCounted
	electionWon
	voteDoubled
	voteRefused
	pastElection
	electionOver
	laterTerm
)

var branches = []grader.Branch{
	firstElection:   {Name: "a follower stands for election", Place: candidateStart},
	anotherElection: {Name: "a candidate stands again", Place: candidateStart},
	alone:           {Name: "a cluster of one elects itself", Place: candidateWins},
	voteCounted:     {Name: "a vote, and no majority yet", Place: candidateWins},
	electionWon:     {Name: "the vote that makes a majority", Place: candidateWins},
	voteDoubled:     {Name: "a vote that was counted already", Place: candidateWins},
	voteRefused:     {Name: "a refusal", Place: candidateWins},
	pastElection:    {Name: "a reply of an earlier term", Place: sameElection},
	electionOver:    {Name: "a reply when the election is over", Place: sameElection},
	laterTerm:       {Name: "a reply of a later term", Place: call.AllServers},
}

// watch reports which branch each call of a cluster takes.
func watch(rules raft.Rules, reached func(branch int)) raft.Rules {
	start, digest := rules.StartElection, rules.HandleRequestVoteReply
	see := func(s *raft.State, step step) {
		e := election{servers: len(s.Servers), term: s.CurrentTerm, role: s.Role, granted: s.VotesGranted}
		reached(int(e.branch(step)))
	}
	rules.StartElection = func(s *raft.State) raft.RequestVote {
		see(s, begin())
		return start(s)
	}
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		see(s, step{kind: stepReply, from: from, reply: reply})
		digest(s, from, reply)
	}
	return rules
}
