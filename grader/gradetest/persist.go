package gradetest

import (
	"testing"

	"raftlab/grader"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// Persist grades a WhatToSave and a Restore. Rules that are still the starter's are skipped, not
// failed.
func Persist(
	t *testing.T,
	whatToSave func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool),
	restore func(s *raft.State, saved raft.Saved),
) {
	t.Helper()
	rules := reference.Rules()
	rules.WhatToSave, rules.Restore = whatToSave, restore
	run(t, grader.Persist(), rules)
}
