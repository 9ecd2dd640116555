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
	// A vote in a term that is on the disk already is overlooked.
	"overlooks-the-vote": {save: func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		if s.CurrentTerm == last.CurrentTerm && changed == 0 {
			return raft.Save{}, false
		}
		return reference.WhatToSave(s, last, changed)
	}},
	// "From the first that changed on" became "behind it".
	"saves-from-one-too-high": {save: func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		record, needed := reference.WhatToSave(s, last, changed)
		if changed > 0 {
			record.From, record.Entries = changed+1, s.Log.From(changed+1)
		}
		return record, needed
	}},
	// The whole log is put behind what is on the disk.
	"saves-all-behind-the-rest": {save: func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		record, needed := reference.WhatToSave(s, last, changed)
		if changed > 0 {
			record.Entries = s.Log.From(1)
		}
		return record, needed
	}},
	// The record is made of the one before it.
	"saves-what-the-disk-has": {save: func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		record, needed := reference.WhatToSave(s, last, changed)
		record.CurrentTerm, record.VotedFor = last.CurrentTerm, last.VotedFor
		return record, needed
	}},
	// What is new is found by the length of the log, and not by changed.
	"compares-lengths": {save: func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		saved := last.From
		if len(last.Entries) > 0 {
			saved += raft.Index(len(last.Entries)) - 1
		}
		record, needed := reference.WhatToSave(s, last, 0)
		if s.Log.LastIndex() > saved {
			record = raft.Save{CurrentTerm: s.CurrentTerm, VotedFor: s.VotedFor, From: saved + 1,
				Entries: s.Log.From(saved + 1)}
			needed = true
		}
		return record, needed
	}},
	// Element 0 of what was saved is taken for the empty place before the log.
	"restores-without-the-first": {restore: func(s *raft.State, saved raft.Saved) {
		s.CurrentTerm, s.VotedFor = saved.CurrentTerm, saved.VotedFor
		for i := 1; i < len(saved.Log); i++ {
			s.Log.Append(saved.Log[i])
		}
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

// persistReasons are wrong rules, and what their reports must say.
var persistReasons = map[string]struct {
	persistRules
	judgetest.Reason
}{
	"a term without a vote is not saved": {
		saved(func(s *raft.State, _ *raft.Save, changed raft.Index) bool {
			return s.VotedFor != raft.None || changed > 0
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "it takes part in elections that are over"},
	},
	"a vote is not saved": {
		saved(func(s *raft.State, record *raft.Save, changed raft.Index) bool {
			record.VotedFor = raft.None
			return true
		}),
		judgetest.Reason{Verdict: grader.Safety, Says: "If it forgets, it may vote again"},
	},
	"a removed tail is not saved": {
		saved(func(_ *raft.State, record *raft.Save, _ raft.Index) bool {
			return record.From == 0 || len(record.Entries) > 0
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "The disk must know that"},
	},
	"entries are not saved": {
		saved(func(_ *raft.State, record *raft.Save, _ raft.Index) bool {
			record.From, record.Entries = 0, nil
			return true
		}),
		judgetest.Reason{Verdict: grader.Safety, Says: "leaves the log on the disk as it is"},
	},
	"the last entry is saved in another place": {
		saved(func(_ *raft.State, record *raft.Save, _ raft.Index) bool {
			if record.From > 0 {
				record.From += 5
			}
			return true
		}),
		judgetest.Reason{Verdict: grader.Safety, Says: "S1 cannot start from it"},
	},
	"to save commits": {
		saved(func(s *raft.State, _ *raft.Save, _ raft.Index) bool {
			s.CommitIndex = s.Log.LastIndex()
			return true
		}),
		judgetest.Reason{Verdict: grader.Safety, Says: "To save changes nothing on the server"},
	},
	"starts one term ahead": {
		persistRules{restore: func(s *raft.State, saved raft.Saved) {
			reference.Restore(s, saved)
			s.CurrentTerm++
		}},
		judgetest.Reason{Verdict: grader.Liveness, Says: "in which nobody else is"},
	},
	"starts with what it applied": {
		persistRules{restore: func(s *raft.State, saved raft.Saved) {
			reference.Restore(s, saved)
			s.LastApplied = s.Log.LastIndex()
		}},
		judgetest.Reason{Verdict: grader.Safety, Says: "begin at 0"},
	},
}

// saved is WhatToSave with something wrong in its record, or without one.
func saved(wrong func(s *raft.State, record *raft.Save, changed raft.Index) (needed bool)) persistRules {
	return persistRules{save: func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		record, needed := reference.WhatToSave(s, last, changed)
		needed = wrong(s, &record, changed) && needed
		return record, needed
	}}
}

func TestReportsSayWhatIsWrongWithPersistence(t *testing.T) {
	t.Parallel()
	for name, wrong := range persistReasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Drills = nil // the sentences are about calls
			judgetest.Reads(t, wrong.grade(exercise, grader.Budget{}), wrong.Reason)
		})
	}
}
