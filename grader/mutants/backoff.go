package mutants

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// backOffs are the mutants of group B: how a leader finds the place where a follower's log diverges from its own,
// faster than one entry at a time (end of §5.3).
func backOffs() []Mutant {
	return []Mutant{
		{ID: "B01", Exercise: "replicate", Title: "The conflicting term is looked for at and behind prevLogIndex, too",
			Breaks: []string{progress}, Rules: lookEverywhere, Check: Nothing,
			Source: "end of §5.3; yugabyte/yugabyte-db#32876",
			Harmless: "Where the leader has entries of the conflicting term, they end before prevLogIndex: Log " +
				"Matching would make the logs equal there otherwise. It is among the solutions that must pass."},
		{ID: "B02", Exercise: "append", Title: "Entries that a follower had already are reported as no progress",
			Breaks: []string{progress}, Rules: countOnlyNew,
			Source: "§5.3; KUDU-1469"},
		{ID: "B03", Exercise: "replicate", Title: "The leader tries again one place behind the hint",
			Breaks: []string{progress}, Rules: behindHint,
			Source: "end of §5.3; Students' Guide to Raft"},
		{ID: "B04", Title: "The first entry of a term is looked for below the snapshot",
			Breaks: []string{progress}, Source: "end of §5.3, §7",
			Harmless: "The leader then sends from before the base, and what the base covers is taken away " +
				"(SkipCovered). The story d3-walk-back shows the hint."},
		{ID: "B05", Title: "A hint beyond the leader's log is taken as it is",
			Breaks: []string{progress}, Source: "end of §5.3; tikv/raft-rs#428",
			Harmless: "A hint is at most the prevLogIndex of the message that it answers, and a leader's log " +
				"does not get shorter."},
	}
}

// retry handles a refusal with another place to retry from. The place stays above matchIndex, and within the log.
func retry(from func(s *raft.State, follower raft.NodeID, reply raft.AppendEntriesReply) raft.Index) func(*raft.Rules) {
	return func(rules *raft.Rules) {
		rules.HandleAppendEntriesReply = func(s *raft.State, follower raft.NodeID, reply raft.AppendEntriesReply) {
			if reply.Term != s.CurrentTerm || s.Role != raft.Leader || reply.Success {
				reference.HandleAppendEntriesReply(s, follower, reply)
				return
			}
			next := min(from(s, follower, reply), s.Log.LastIndex()+1)
			s.NextIndex[follower] = max(s.MatchIndex[follower]+1, next)
		}
	}
}

func lookEverywhere(rules *raft.Rules) {
	retry(func(s *raft.State, _ raft.NodeID, reply raft.AppendEntriesReply) raft.Index {
		for i := s.Log.LastIndex(); i > 0 && reply.ConflictTerm > 0; i-- {
			if s.Log.Term(i) == reply.ConflictTerm {
				return i + 1
			}
		}
		return reply.ConflictIndex
	})(rules)
}

func behindHint(rules *raft.Rules) {
	retry(func(_ *raft.State, _ raft.NodeID, reply raft.AppendEntriesReply) raft.Index {
		return reply.ConflictIndex + 1
	})(rules)
}

// countOnlyNew reports a match up to prevLogIndex if the log already had the last of the entries.
func countOnlyNew(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		n := len(req.Entries)
		there := n > 0 && s.Log.Term(lastNew(req)) == req.Entries[n-1].Term
		reply := reference.HandleAppendEntries(s, req)
		if reply.Success && there {
			reply.MatchIndex = req.PrevLogIndex
		}
		return reply
	}
}
