package vote

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// branch is a case that the paper distinguishes.
type branch int

const (
	oldTerm branch = iota
	taken
	behind
	granting
	newTerm // besides one of the others
)

var branches = []grader.Branch{
	{Name: "a candidate of an earlier term", Place: rule1},
	{Name: "the vote is given to another", Place: call.OneVote},
	{Name: "the candidate's log is behind", Place: upToDate},
	{Name: "a vote is granted", Place: call.OneVote},
	{Name: "a later term is adopted", Place: call.AllServers},
}

// lastLogTerm is the term of the voter's last entry.
func (c voteCall) lastLogTerm() raft.Term {
	if n := len(c.voter.Log); n > 0 {
		return c.voter.Log[n-1]
	}
	return 0
}

// branch is the case of a call. It is computed for every call of a cluster, and makes no text.
func (c voteCall) branch() branch {
	req, voter, last := c.request, c.voter, c.lastLogTerm()
	switch {
	case req.Term < voter.Term:
		return oldTerm
	case req.Term == voter.Term && voter.VotedFor != raft.None && voter.VotedFor != req.CandidateID:
		return taken
	case req.LastLogTerm < last || req.LastLogTerm == last && req.LastLogIndex < raft.Index(len(voter.Log)):
		return behind
	}
	return granting
}

// watch reports which branch each call of a cluster takes.
func watch(rules raft.Rules, reached func(branch int)) raft.Rules {
	handle := rules.HandleRequestVote
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		voter := call.Server{Role: s.Role, Term: s.CurrentTerm, VotedFor: s.VotedFor, Log: call.LogTerms(s)}
		branch := voteCall{voter: voter, request: req}.branch()
		reached(int(branch))
		if req.Term > s.CurrentTerm {
			reached(int(newTerm))
		}
		return handle(s, req)
	}
	return rules
}
