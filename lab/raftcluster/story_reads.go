package raftcluster

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// storyReadsSets are the sets of stories about it: reads by index.
func storyReadsSets() []RuleSet {
	return []RuleSet{
		forStory("e2-follower-read", "read-at-zero", "Name no index to a reader", readAtZero,
			"A leader confirms a follower's read, and does not say up to which entry it must have applied (thesis "+
				"§6.4)."),
		forStory("e2-new-leader-reads", "read-at-once", "Let a new leader read at once", readAtOnce,
			"A leader takes its commitIndex for a read before an entry of its own term is committed (§8; thesis "+
				"§6.4)."),
		forStory("e2-old-answers", "confirm-any-round", "Take any answer for a confirmation", confirmByAnyRound,
			"An answer to heartbeats of before the read counts, too: since then another leader may have been "+
				"elected (§8; thesis §6.4)."),
		forStory("e2-read-index", "confirm-alone", "Read without asking anybody", confirmAlone,
			"A leader answers reads as soon as one server has answered it, and does not know if it still leads "+
				"(§8)."),
	}
}

func readAtZero(rules *raft.Rules) {
	rules.BeginRead = func(s *raft.State, read raft.Read) bool {
		began := reference.BeginRead(s, read)
		if began {
			s.Reads[len(s.Reads)-1].Index = 0
		}
		return began
	}
}

// readAtOnce begins a read before an entry of the term is committed.
func readAtOnce(rules *raft.Rules) {
	rules.BeginRead = func(s *raft.State, read raft.Read) bool {
		read.Index, read.Round, read.Acks = s.CommitIndex, s.Round+1, raft.SetOf(s.ID)
		s.Reads = append(s.Reads, read)
		return true
	}
}

func confirmByAnyRound(rules *raft.Rules) {
	rules.ConfirmReads = func(s *raft.State, from raft.NodeID, _ uint64) {
		reference.ConfirmReads(s, from, ^uint64(0))
	}
}

func confirmAlone(rules *raft.Rules) {
	rules.ConfirmReads = func(s *raft.State, from raft.NodeID, round uint64) {
		for _, id := range s.Servers {
			reference.ConfirmReads(s, id, round)
		}
	}
}
