package persist_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/persist"
	"raftlab/grader/mutants"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// persistRules is the two rules of the exercise; nil means the reference's.
type persistRules struct {
	save    func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool)
	restore func(s *raft.State, saved raft.Saved)
}

func (p persistRules) grade(exercise *call.Exercise, budget grader.Budget) grader.Report {
	rules := reference.Rules()
	if p.save != nil {
		rules.WhatToSave = p.save
	}
	if p.restore != nil {
		rules.Restore = p.restore
	}
	return grader.Bind(exercise, rules).Grade(budget)
}

func TestPersistReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := persistRules{}.grade(judge.Exercise(), grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
}

func TestPersistOfTheStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	starter := persistRules{
		save:    func(*raft.State, raft.Save, raft.Index) (raft.Save, bool) { panic(raft.TODO) },
		restore: func(*raft.State, raft.Saved) { panic(raft.TODO) },
	}
	assert.Equal(t, grader.Unfinished, starter.grade(judge.Exercise(), grader.DefaultBudget()).Verdict)
}

// persistVariants are correct, each in its own way.
var persistVariants = map[string]persistRules{
	"saves at every step": {save: func(s *raft.State, _ raft.Save, changed raft.Index) (raft.Save, bool) {
		record := raft.Save{CurrentTerm: s.CurrentTerm, VotedFor: s.VotedFor, From: changed}
		if changed > 0 {
			record.Entries = s.Log.From(changed)
		}
		return record, true
	}},
	"saves the whole log when it changed": {
		save: func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
			if changed == 0 {
				return reference.WhatToSave(s, last, changed)
			}
			return raft.Save{CurrentTerm: s.CurrentTerm, VotedFor: s.VotedFor, From: 1, Entries: s.Log.From(1)}, true
		},
	},
	"saves one entry more than it must": {
		save: func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
			record, needed := reference.WhatToSave(s, last, changed)
			if changed > 1 {
				record.From, record.Entries = changed-1, s.Log.From(changed-1)
			}
			return record, needed
		},
	},
	"copies what it saves": {save: func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		record, needed := reference.WhatToSave(s, last, changed)
		var entries []raft.Entry
		for _, e := range record.Entries {
			entries = append(
				entries,
				raft.Entry{Term: e.Term, Kind: e.Kind, Command: append([]byte(nil), e.Command...)},
			)
		}
		record.Entries = entries
		return record, needed
	}},
	"restores entry by entry": {restore: func(s *raft.State, saved raft.Saved) {
		s.CurrentTerm, s.VotedFor = saved.CurrentTerm, saved.VotedFor
		for _, e := range saved.Log {
			s.Log.Append(e)
		}
	}},
	"restores by becoming a follower": {restore: func(s *raft.State, saved raft.Saved) {
		s.BecomeFollower(saved.CurrentTerm, raft.None)
		s.VotedFor = saved.VotedFor
		s.Log = raft.LogOf(saved.Log...)
	}},
}

func TestPersistAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range persistVariants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := variant.grade(judge.Exercise(), grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

// persistMutant is a row of the catalogue. An example finds each. Property is the property that a cluster may
// break, in a drill or in one of 60 schedules, "" for none.
type persistMutant struct {
	property string
	drill    bool
}

// The rules of this exercise cannot have these rows. D07 needs a commit index on the disk. D09 is D08 in the store,
// which begins empty in each server. D10 needs snapshots. D12 is the order of disk and network, which the lab
// guarantees. P01 to P04 are the node's own loop.
//
// These rows are harmless in our clusters, and calls find them. D03: a server that starts is a follower, and does not
// count votes that it requested before the crash. D05: a server that voted in no term between the two can only be a
// little late. D06: a leader that removes entries sends others in their place in the same message.
var persistMutants = map[string]persistMutant{
	"C09": {"leader-completeness", false},
	"D01": {"election-safety", true},
	"D02": {"election-safety", true},
	"D03": {"", false},
	"D04": {"durability", true},
	"D05": {"", false},
	"D06": {"", false},
	"D08": {"leader-completeness", false},
	"D11": {"election-safety leader-completeness", false},
}

func TestPersistFindsEveryMutant(t *testing.T) {
	t.Parallel()
	for _, mutant := range mutants.Graded() {
		if mutant.Exercise == "persist" {
			assert.Contains(t, persistMutants, mutant.ID)
		}
	}
	for id, mutant := range persistMutants {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			report := grader.Bind(judge.Exercise(), judgetest.Rules(id)).
				Grade(grader.Budget{FirstSeed: 1, Schedules: 200})
			want := grader.Safety
			if mutant.property == "" && id != "D03" {
				want = grader.Liveness // no cluster loses anything
			}
			require.Equal(t, want, judgetest.Verdict(report), report.Text())
			judgetest.Call(t, report)
			judgetest.Coded(t, report)

			cluster := judge.Exercise()
			cluster.Cases, cluster.Small = nil, nil
			report = grader.Bind(cluster, judgetest.Rules(id)).Grade(grader.Budget{FirstSeed: 1, Schedules: 60})
			if mutant.property == "" {
				assert.Empty(t, report.Findings, "then say what breaks")
				return
			}
			require.NotEmpty(t, report.Findings)
			assert.Contains(t, strings.Fields(mutant.property), report.Findings[0].Property, report.Text())
			assert.Equal(t, mutant.drill, report.Findings[0].Drill != "", report.Text())
		})
	}
}
