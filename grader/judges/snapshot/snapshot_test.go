package snapshot_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/exercises/snapshot"
	"raftlab/exercises/snapshot/solution"
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/snapshot"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// solved is the solution, with a change.
func solved(change func(rules *raft.Rules)) raft.Rules {
	rules := reference.Rules()
	rules.Snapshots = raft.Snapshots{
		LabelSnapshot: solution.LabelSnapshot, MayCompact: solution.MayCompact, NeedsSnapshot: solution.NeedsSnapshot,
		HandleInstallSnapshotReply: solution.HandleInstallSnapshotReply,
		HandleInstallSnapshot:      solution.HandleInstallSnapshot, SkipCovered: solution.SkipCovered,
		RestoreAll: solution.RestoreAll,
	}
	change(&rules)
	return rules
}

func grade(exercise *call.Exercise, rules raft.Rules, budget grader.Budget) grader.Report {
	return grader.Bind(exercise, rules).Grade(budget)
}

func TestSnapshotSolutionReachesEveryBranch(t *testing.T) {
	t.Parallel()
	for name, rules := range map[string]raft.Rules{
		"solution": solved(func(*raft.Rules) {}), "reference": reference.Rules(),
	} {
		report := grade(judge.Exercise(), rules, grader.DefaultBudget())
		assert.Equal(t, grader.Pass, report.Verdict, "%s: %s", name, report.Text())
		assert.Empty(t, report.Unreached(), name)
		assert.Greater(t, report.Calls, 5_000)
	}
}

func TestSnapshotStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(rules *raft.Rules){
		"LabelSnapshot": func(rules *raft.Rules) { rules.LabelSnapshot = snapshot.LabelSnapshot },
		"MayCompact":    func(rules *raft.Rules) { rules.MayCompact = snapshot.MayCompact },
		"NeedsSnapshot": func(rules *raft.Rules) { rules.NeedsSnapshot = snapshot.NeedsSnapshot },
		"HandleInstallSnapshotReply": func(rules *raft.Rules) {
			rules.HandleInstallSnapshotReply = snapshot.HandleInstallSnapshotReply
		},
		"HandleInstallSnapshot": func(rules *raft.Rules) {
			rules.HandleInstallSnapshot = snapshot.HandleInstallSnapshot
		},
		"SkipCovered": func(rules *raft.Rules) { rules.SkipCovered = snapshot.SkipCovered },
		"RestoreAll":  func(rules *raft.Rules) { rules.RestoreAll = snapshot.RestoreAll },
	} {
		report := grade(judge.Exercise(), solved(change), grader.DefaultBudget())
		assert.Equal(t, grader.Unfinished, report.Verdict, "%s: %s", name, report.Text())
	}
}

func TestSnapshotRulesThatPanic(t *testing.T) {
	t.Parallel()
	report := grade(judge.Exercise(), solved(func(rules *raft.Rules) {
		rules.SkipCovered = func(s *raft.State, req raft.AppendEntries) raft.AppendEntries {
			req.PrevLogTerm = s.Log.Entry(req.PrevLogIndex).Term
			return req
		}
	}), grader.DefaultBudget())
	assert.Equal(t, grader.Crash, report.Verdict)
	assert.Contains(t, report.Text(), "The rule panicked: raft: entry 1 is asked for, but the log has entries 4 to 4")
	judgetest.Coded(t, report)
}
