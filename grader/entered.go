package grader

import (
	"raftlab/grader/visit"
	"raftlab/raft"
)

// Entered has package visit told of each call of the exercise's rules, so that the calls of an instrumented
// file are bounded and can be recorded, however the rules are made. It is for a program with one learner's
// file and one grading at a time, as package visit is.
func Entered(exercise *Exercise, rules raft.Rules) raft.Rules {
	for _, name := range exercise.Rules {
		enterVotes(name, &rules)
		enterEntries(name, &rules)
		enterState(name, &rules)
	}
	return rules
}

// enterVotes is Entered for the rules about elections.
func enterVotes(name string, rules *raft.Rules) {
	of := *rules
	switch name {
	case "ElectionTimeout":
		rules.ElectionTimeout = func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			visit.Enter(name)
			defer visit.Leave()
			return of.ElectionTimeout(min, max, draw)
		}
	case "ResetsElectionTimer":
		rules.ResetsElectionTimer = func(event raft.TimerEvent) bool {
			visit.Enter(name)
			defer visit.Leave()
			return of.ResetsElectionTimer(event)
		}
	case "StartElection":
		rules.StartElection = func(s *raft.State) raft.RequestVote {
			visit.Enter(name)
			defer visit.Leave()
			return of.StartElection(s)
		}
	case "HandleRequestVote":
		rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			visit.Enter(name)
			defer visit.Leave()
			return of.HandleRequestVote(s, req)
		}
	case "HandleRequestVoteReply":
		rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
			visit.Enter(name)
			defer visit.Leave()
			of.HandleRequestVoteReply(s, from, reply)
		}
	}
}

// enterEntries is Entered for the rules about replication.
func enterEntries(name string, rules *raft.Rules) {
	of := *rules
	switch name {
	case "AppendEntriesTo":
		rules.AppendEntriesTo = func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
			visit.Enter(name)
			defer visit.Leave()
			return of.AppendEntriesTo(s, follower, limit)
		}
	case "HandleAppendEntries":
		rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
			visit.Enter(name)
			defer visit.Leave()
			return of.HandleAppendEntries(s, req)
		}
	case "HandleAppendEntriesReply":
		rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			visit.Enter(name)
			defer visit.Leave()
			of.HandleAppendEntriesReply(s, from, reply)
		}
	case "AdvanceCommitIndex":
		rules.AdvanceCommitIndex = func(s *raft.State) {
			visit.Enter(name)
			defer visit.Leave()
			of.AdvanceCommitIndex(s)
		}
	}
}

// enterState is Entered for the rules about what outlives a crash.
func enterState(name string, rules *raft.Rules) {
	of := *rules
	switch name {
	case "WhatToSave":
		rules.WhatToSave = func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
			visit.Enter(name)
			defer visit.Leave()
			return of.WhatToSave(s, last, changed)
		}
	case "Restore":
		rules.Restore = func(s *raft.State, saved raft.Saved) {
			visit.Enter(name)
			defer visit.Leave()
			of.Restore(s, saved)
		}
	}
}
