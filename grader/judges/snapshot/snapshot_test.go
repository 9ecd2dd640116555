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

// snapshotMutants are the rows of group S, and D10, that the seven rules can have.
var snapshotMutants = []judgetest.Catalogued{
	{ID: "D10", Verdict: grader.Safety, Check: "the log is the one before the snapshot"},
	{ID: "S01", Verdict: grader.Safety, Check: "older than what is committed", Schedules: true},
	{ID: "S02", Verdict: grader.Safety, Check: "the log has the snapshot's last entry"},
	{ID: "S03", Verdict: grader.Safety, Check: "the log has another entry there", Drill: "a tail of an old leader",
		Schedules: true},
	{ID: "S04", Verdict: grader.Safety, Check: "far behind", Drill: "a follower far behind", Schedules: true},
	{ID: "S05", Verdict: grader.Safety, Check: "it begins before the base", Schedules: true},
	{ID: "S06", Verdict: grader.Safety, Check: "committed, and not all applied",
		Drill: "entries that were confirmed stay", Schedules: true},
	{ID: "S07", Verdict: grader.Liveness, Check: "the next entry is cut off", Drill: "a follower far behind",
		Schedules: true},
	{ID: "S08", Verdict: grader.Liveness, Check: "the snapshot has arrived", Drill: "a follower far behind",
		Schedules: true},
	{ID: "S09", Verdict: grader.Safety, Check: "far behind", Drill: "a follower far behind", Schedules: true},
	{ID: "S10", Verdict: grader.Safety, Check: "the log was cut", Drill: "an older snapshot comes late",
		Schedules: true},
	{ID: "S11", Verdict: grader.Safety, Check: "committed, and not all applied"},
	{ID: "S13", Verdict: grader.Safety, Check: "a chunk of another snapshot", Drill: "chunks of two leaders",
		Schedules: true},
	{ID: "S14", Verdict: grader.Liveness, Check: "a candidate hears from the leader", Schedules: true},
	{ID: "S15", Verdict: grader.Safety, Check: "the log has another entry there", Drill: "a tail of an old leader",
		Schedules: true},
	{ID: "S17", Verdict: grader.Liveness, Check: "nothing is applied"},
	{ID: "S18", Verdict: grader.Liveness, Check: "it begins before the base"},
	{ID: "S19", Verdict: grader.Liveness, Check: "older than what is committed", Schedules: true},
	{ID: "S21", Verdict: grader.Safety, Check: "the log was not cut yet",
		Drill: "the power fails between the two files", Schedules: true},
	{ID: "S22", Verdict: grader.Liveness, Check: "a follower that lags",
		Drill: "a snapshot is on its way while clients write"},
	{ID: "S23", Verdict: grader.Safety, Check: "entries are missing"},
}

func TestSnapshotMutantsAreKilledByTheirCheck(t *testing.T) {
	t.Parallel()
	judgetest.EachFound(t, snapshotMutants, judge.Exercise)
}

func TestTheLessonOfSnapshotsShowsWhatBreaks(t *testing.T) {
	t.Parallel()
	judgetest.LessonShows(t, "d3-late-snapshot", "install-older", "sound-server")
	judgetest.LessonShows(t, "d3-conflicting-tail", "keep-old-tail", "sound-server")
}
