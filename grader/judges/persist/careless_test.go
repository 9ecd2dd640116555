package persist_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/persist"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// persistCareless are the mistakes of a learner who read the lesson too fast.
var persistCareless = map[string]persistRules{
	// "Save what changed" was read field by field.
	"saves-only-what-changed": {save: func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		var record raft.Save
		needed := false
		if s.CurrentTerm != last.CurrentTerm {
			record.CurrentTerm, needed = s.CurrentTerm, true
		}
		if s.VotedFor != last.VotedFor {
			record.VotedFor, needed = s.VotedFor, true
		}
		if changed > 0 {
			record.From, record.Entries, needed = changed, s.Log.From(changed), true
		}
		return record, needed
	}},
	// The last entry is taken for all that is new.
	"saves-the-last-entry": {save: func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		record, needed := reference.WhatToSave(s, last, changed)
		if changed > 0 && s.Log.LastIndex() > 0 {
			record.From = s.Log.LastIndex()
			record.Entries = s.Log.From(record.From)
		}
		return record, needed
	}},
	// Whatever was saved is taken for committed.
	"restores-the-commit-index": {restore: func(s *raft.State, saved raft.Saved) {
		reference.Restore(s, saved)
		s.CommitIndex = raft.Index(len(saved.Log))
	}},
	// The vote is forgotten at a restart.
	"restores-no-vote": {restore: func(s *raft.State, saved raft.Saved) {
		saved.VotedFor = raft.None
		reference.Restore(s, saved)
	}},
}

// TestReportsOnCarelessPersistenceHelp: people have read the reports in testdata.
func TestReportsOnCarelessPersistenceHelp(t *testing.T) {
	t.Parallel()
	for name, rules := range persistCareless {
		report := rules.grade(judge.Exercise(), grader.DefaultBudget())
		assert.NotEqual(t, grader.Pass, report.Verdict, name)
		judgetest.Golden(t, "persist-"+name+".txt", report)
	}
}
