package raftcluster

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// storyPipeliningSets are the sets of stories about it: pipelining.
func storyPipeliningSets() []RuleSet {
	return []RuleSet{
		forStory("b7-slow-servers", "wait-for-all", "Wait for everyone", waitForAll,
			"A leader commits an entry only when all servers have it, and not a majority (§5.3)."),
		forStory("b7-together", "one-at-a-time", "Send one entry in each message", oneEntry,
			"A leader sends one entry in a message, however many the follower needs (§5.3)."),
		forStory("b7-pipelining", "next-index-waits", "Send the same entries again", staysBehind,
			"nextIndex stays where it is until an answer comes, so a leader that does not wait sends the same "+
				"again (thesis §10.2.1)."),
		forStory("b7-pipeline-loses-a-message", "never-probe", "Go on behind a lost message", neverProbes,
			"A leader goes on sending what comes next to a follower that refused, and does not look for the place "+
				"where they agree (thesis §10.2.1)."),
		forStory("b7-parallel-disk", "never-counts-itself", "Leave out the leader's own disk", neverCountsItself,
			"A leader does not count itself when its own disk is done (thesis §10.2.1)."),
		forStory("b7-crash-before-own-disk", "counts-itself-early", "Count the leader before its disk is done",
			countsItselfEarly,
			"A leader counts itself for an entry that its own disk does not have yet (thesis §10.2.1)."),
	}
}

func staysBehind(rules *raft.Rules) { rules.NoteSent = func(*raft.State, raft.NodeID, raft.Index) {} }

func neverProbes(rules *raft.Rules) {
	rules.NoteAnswer = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) bool {
		s.Replicating.Add(from)
		return !reply.Success
	}
}

func neverCountsItself(rules *raft.Rules) {
	rules.NoteSaved = func(s *raft.State, _ raft.Index) { s.MatchIndex[s.ID] = 0 }
}

func countsItselfEarly(rules *raft.Rules) {
	rules.NoteSaved = func(s *raft.State, _ raft.Index) { s.MatchIndex[s.ID] = s.Log.LastIndex() }
}

func waitForAll(rules *raft.Rules) {
	rules.AdvanceCommitIndex = func(s *raft.State) {
		all := s.Log.LastIndex()
		for _, id := range s.Servers {
			all = min(all, s.MatchIndex[id])
		}
		if s.Role == raft.Leader && all > s.CommitIndex && s.Log.Term(all) == s.CurrentTerm {
			s.CommitIndex = all
		}
	}
}

func oneEntry(rules *raft.Rules) {
	rules.AppendEntriesTo = func(s *raft.State, follower raft.NodeID, _ int) raft.AppendEntries {
		return reference.AppendEntriesTo(s, follower, 1)
	}
}
