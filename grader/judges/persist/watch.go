package persist

import (
	"raftlab/grader"
	"raftlab/raft"
)

// The branches of the two rules: what changed, and what the disk had.
const (
	saveTerm = iota
	saveVote
	saveEntries
	saveNothing
	restoreEmpty
	restoreLog
)

var branches = []grader.Branch{
	{Name: "a term changed", Place: persistState},
	{Name: "a vote changed", Place: persistState},
	{Name: "the log changed", Place: persistLog},
	{Name: "nothing changed", Place: persistState},
	{Name: "a start with an empty disk", Place: persistState},
	{Name: "a start with a log", Place: persistLog},
}

func watch(rules raft.Rules, reached func(branch int)) raft.Rules {
	save, restore := rules.WhatToSave, rules.Restore
	rules.WhatToSave = func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		switch {
		case changed > 0:
			reached(saveEntries)
		case s.CurrentTerm != last.CurrentTerm:
			reached(saveTerm)
		case s.VotedFor != last.VotedFor:
			reached(saveVote)
		default:
			reached(saveNothing)
		}
		return save(s, last, changed)
	}
	rules.Restore = func(s *raft.State, saved raft.Saved) {
		if len(saved.Log) > 0 {
			reached(restoreLog)
		} else {
			reached(restoreEmpty)
		}
		restore(s, saved)
	}
	return rules
}
