package reads_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/exercises/reads"
	"raftlab/exercises/reads/solution"
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/reads"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// solved is the solution, with a change.
func solved(change func(rules *raft.Rules)) raft.Rules {
	rules := reference.Rules()
	rules.Reads = raft.Reads{
		BeginRead: solution.BeginRead, ConfirmReads: solution.ConfirmReads, ReadyReads: solution.ReadyReads,
		ExtendLease: solution.ExtendLease,
	}
	change(&rules)
	return rules
}

func grade(exercise *call.Exercise, rules raft.Rules, budget grader.Budget) grader.Report {
	return grader.Bind(exercise, rules).Grade(budget)
}

func TestReadsSolutionReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := grade(judge.Exercise(), solved(func(*raft.Rules) {}), grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Greater(t, report.Calls, 8_000)
}

func TestReadsStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(rules *raft.Rules){
		"all": func(rules *raft.Rules) {
			rules.Reads = raft.Reads{
				BeginRead: reads.BeginRead, ConfirmReads: reads.ConfirmReads, ReadyReads: reads.ReadyReads,
				ExtendLease: reads.ExtendLease,
			}
		},
		"BeginRead":    func(rules *raft.Rules) { rules.BeginRead = reads.BeginRead },
		"ConfirmReads": func(rules *raft.Rules) { rules.ConfirmReads = reads.ConfirmReads },
		"ReadyReads":   func(rules *raft.Rules) { rules.ReadyReads = reads.ReadyReads },
		"ExtendLease":  func(rules *raft.Rules) { rules.ExtendLease = reads.ExtendLease },
	} {
		report := grade(judge.Exercise(), solved(change), grader.DefaultBudget())
		assert.Equal(t, grader.Unfinished, report.Verdict, "%s: %s", name, report.Text())
	}
}

// readMutants are the rows of group L that the four rules can have.
var readMutants = []judgetest.Catalogued{
	{ID: "L01", Verdict: grader.Safety, Check: "a leader that has committed in its term",
		Drill: "an old leader in the minority", Schedules: true},
	{ID: "L02", Verdict: grader.Safety, Check: "a new leader", Drill: "a new leader is asked", Schedules: true},
	{ID: "L03", Verdict: grader.Safety, Check: "answers that were on their way", Drill: "answers to an earlier round",
		Schedules: true},
	{ID: "L04", Verdict: grader.Safety, Check: "confirmed, and not applied"},
	{ID: "L05", Verdict: grader.Safety, Check: "answers that were on their way", Drill: "answers to an earlier round"},
	{ID: "L06", Verdict: grader.Liveness, Check: "a second read", Drill: "ten reads at once"},
	{ID: "L08", Verdict: grader.Safety, Check: "a majority has answered", Drill: "a slow clock, within the bound"},
	{ID: "L09", Verdict: grader.Safety, Check: "clocks that differ", Drill: "a slow clock, within the bound"},
	{ID: "L10", Verdict: grader.Safety, Check: "a leader that hands over"},
	{ID: "L11", Verdict: grader.Safety, Check: "a lease of a new leader",
		Drill: "a new leader has a lease before it has committed"},
	{ID: "L14", Verdict: grader.Safety, Check: "answers to the next round", Drill: "an old leader in the minority",
		Schedules: true},
	{ID: "L18", Verdict: grader.Safety, Check: "answers of servers that do not vote"},
}

func TestReadsMutantsAreKilledByTheirCheck(t *testing.T) {
	t.Parallel()
	judgetest.EachFound(t, readMutants, judge.Exercise)
}

// TestReadsSmallCallsAloneFindEveryMutant, without the examples.
func TestReadsSmallCallsAloneFindEveryMutant(t *testing.T) {
	t.Parallel()
	for _, mutant := range readMutants {
		exercise := judge.Exercise()
		exercise.Cases, exercise.Drills = nil, nil
		report := grade(exercise, judgetest.Rules(mutant.ID), grader.Budget{})
		require.NotEmpty(t, report.Findings, mutant.ID)
		assert.Equal(t, mutant.Verdict, report.Verdict, "%s: %s", mutant.ID, report.Text())
		judgetest.Coded(t, report)
	}
}

func TestReadsThatPanic(t *testing.T) {
	t.Parallel()
	report := grade(judge.Exercise(), solved(func(rules *raft.Rules) {
		rules.ConfirmReads = func(s *raft.State, from raft.NodeID, _ uint64) { s.Reads[int(from)*100].Acks.Add(from) }
	}), grader.DefaultBudget())
	assert.Equal(t, grader.Crash, report.Verdict)
	assert.Contains(t, report.Text(), "The rule panicked: runtime error: index out of range")
	assert.Equal(t, len(judge.Exercise().Checks()), report.Checks)
	judgetest.Coded(t, report)
}
