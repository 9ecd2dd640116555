package append

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// The cases that the paper distinguishes. The first ones are results, and exclude each other.
const (
	oldTerm = iota
	logTooShort
	otherTerm
	heartbeat
	allThere
	entryConflicts
	entriesMissing
	// These may occur together with a result.
	logHasMore
	commitMoves
	lastNewBounds
	commitBehind
	newTerm
	stepsDown
)

var branches = []grader.Branch{
	{Name: "a leader of an earlier term", Place: rule1},
	{Name: "the log ends before prevLogIndex", Place: rule2},
	{Name: "another entry at prevLogIndex", Place: rule2},
	{Name: "a heartbeat that is accepted", Place: rule2},
	{Name: "all entries are there already", Place: rule3},
	{Name: "an entry conflicts", Place: rule3},
	{Name: "entries are missing", Place: rule4},
	{Name: "the log has more than the message", Place: rule3},
	{Name: "the commit index moves", Place: rule5},
	{Name: "the last new entry bounds the commit index", Place: rule5},
	{Name: "the message's commit index is behind",
		Place: rule5},
	{Name: "a later term is adopted", Place: call.AllServers},
	{Name: "a candidate has lost its election",
		Place: candidatesGiveUp},
}

// watch reports which branches each call of a cluster takes.
func watch(rules raft.Rules, reached func(branch int)) raft.Rules {
	handle := rules.HandleAppendEntries
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		result := branchOf(s, req)
		reached(result)
		if result != oldTerm {
			if req.Term > s.CurrentTerm {
				reached(newTerm)
			} else if s.Role == raft.Candidate {
				reached(stepsDown)
			}
		}
		if result >= heartbeat {
			watchAccepted(s, req, reached)
		}
		return handle(s, req)
	}
	return rules
}

// watchAccepted is for messages that are accepted.
func watchAccepted(s *raft.State, req raft.AppendEntries, reached func(branch int)) {
	last := req.PrevLogIndex + raft.Index(len(req.Entries))
	if s.Log.LastIndex() > last {
		reached(logHasMore)
	}
	switch {
	case req.LeaderCommit < s.CommitIndex:
		reached(commitBehind)
	case min(req.LeaderCommit, last) > s.CommitIndex:
		reached(commitMoves)
	}
	if req.LeaderCommit > last {
		reached(lastNewBounds)
	}
}

// branchOf is the right result of a call.
func branchOf(s *raft.State, req raft.AppendEntries) int {
	switch {
	case req.Term < s.CurrentTerm:
		return oldTerm
	case req.PrevLogIndex > s.Log.LastIndex():
		return logTooShort
	case s.Log.Term(req.PrevLogIndex) != req.PrevLogTerm:
		return otherTerm
	case len(req.Entries) == 0:
		return heartbeat
	}
	for i, entry := range req.Entries {
		switch s.Log.Term(req.PrevLogIndex + raft.Index(i) + 1) {
		case entry.Term:
		case 0:
			return entriesMissing
		default:
			return entryConflicts
		}
	}
	return allThere
}
