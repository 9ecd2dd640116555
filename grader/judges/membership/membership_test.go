package membership_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/exercises/membership"
	"raftlab/exercises/membership/solution"
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/membership"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// solved is the solution, with a change.
func solved(change func(rules *raft.Rules)) raft.Rules {
	rules := reference.Rules()
	rules.Membership = raft.Membership{
		HasQuorum: solution.HasQuorum, QuorumIndex: solution.QuorumIndex, Latest: solution.Latest,
		MayChange: solution.MayChange, ConfigurationEntry: solution.ConfigurationEntry,
		AfterCommit: solution.AfterCommit, MayCampaign: solution.MayCampaign, CaughtUp: reference.CaughtUp,
	}
	change(&rules)
	return rules
}

func grade(exercise *call.Exercise, rules raft.Rules, budget grader.Budget) grader.Report {
	return grader.Bind(exercise, rules).Grade(budget)
}

func TestMembershipSolutionReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := grade(judge.Exercise(), solved(func(*raft.Rules) {}), grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Greater(t, report.Calls, 10_000)
}

func TestMembershipStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(rules *raft.Rules){
		"HasQuorum":          func(rules *raft.Rules) { rules.HasQuorum = membership.HasQuorum },
		"QuorumIndex":        func(rules *raft.Rules) { rules.QuorumIndex = membership.QuorumIndex },
		"Latest":             func(rules *raft.Rules) { rules.Latest = membership.Latest },
		"MayChange":          func(rules *raft.Rules) { rules.MayChange = membership.MayChange },
		"ConfigurationEntry": func(rules *raft.Rules) { rules.ConfigurationEntry = membership.ConfigurationEntry },
		"AfterCommit":        func(rules *raft.Rules) { rules.AfterCommit = membership.AfterCommit },
		"MayCampaign":        func(rules *raft.Rules) { rules.MayCampaign = membership.MayCampaign },
	} {
		report := grade(judge.Exercise(), solved(change), grader.DefaultBudget())
		assert.Equal(t, grader.Unfinished, report.Verdict, "%s: %s", name, report.Text())
	}
}

// memberMutants are the rows of the catalogue that the seven rules can have.
var memberMutants = []judgetest.Catalogued{
	{ID: "C07", Verdict: grader.Safety, Check: "learners are ahead of the voters", Drill: "a learner and a leader",
		Schedules: true},
	{ID: "C08", Verdict: grader.Safety, Check: "a leader that does not vote", Drill: "the leader removes itself",
		Schedules: true},
	{ID: "Q13", Verdict: grader.Liveness, Check: "a learner", Drill: "a learner's timer fires"},
	{ID: "M01", Verdict: grader.Safety, Check: "C_old,new", Drill: "a joint phase, and half of it is cut off",
		Schedules: true},
	{ID: "M02", Verdict: grader.Safety, Check: "nothing of the term is committed", Drill: "two changes in two terms"},
	{ID: "M03", Verdict: grader.Safety, Check: "another change is open",
		Drill: "a second change while the first is open", Schedules: true},
	{ID: "M04", Verdict: grader.Safety, Check: "a configuration that is not committed",
		Drill: "one server joins, and another", Schedules: true},
	{ID: "M05", Verdict: grader.Safety, Check: "all of the old half", Drill: "a joint phase, and half of it is cut off",
		Schedules: true},
	{ID: "M06", Verdict: grader.Safety, Check: "C_old,new is not committed yet", Schedules: true},
	{ID: "M10", Verdict: grader.Liveness, Check: "the leader is still needed"},
	{ID: "M13", Verdict: grader.Safety, Check: "learners agree", Drill: "an election in the joint phase",
		Schedules: true},
	{ID: "M14", Verdict: grader.Safety, Check: "learners agree", Drill: "a learner and a leader", Schedules: true},
	{ID: "M15", Verdict: grader.Liveness, Check: "a server without the log", Drill: "a voter without the log"},
	{ID: "M17", Verdict: grader.Liveness, Check: "C_old,new of an earlier leader",
		Drill: "a later leader ends the joint phase"},
	{ID: "M19", Verdict: grader.Liveness, Check: "a removed server that may be needed",
		Drill: "the leader is gone before its removal is committed", Schedules: true},
	{ID: "M21", Verdict: grader.Liveness, Check: "two of three", Drill: "one server joins, and another",
		Schedules: true},
	{ID: "M22", Verdict: grader.Safety, Check: "two at once", Drill: "two servers more, in one step"},
}

func TestMembershipMutantsAreKilledByTheirCheck(t *testing.T) {
	t.Parallel()
	judgetest.EachFound(t, memberMutants, judge.Exercise)
}

// TestMembershipSmallCallsAloneFindEveryMutant, without the examples.
func TestMembershipSmallCallsAloneFindEveryMutant(t *testing.T) {
	t.Parallel()
	for _, mutant := range memberMutants {
		exercise := judge.Exercise()
		exercise.Cases, exercise.Drills = nil, nil
		report := grade(exercise, judgetest.Rules(mutant.ID), grader.Budget{})
		require.NotEmpty(t, report.Findings, mutant.ID)
		judgetest.Coded(t, report)
	}
}

func TestMembershipThatPanics(t *testing.T) {
	t.Parallel()
	report := grade(judge.Exercise(), solved(func(rules *raft.Rules) {
		rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index {
			return match[len(match)+c.Voters.Len()]
		}
	}), grader.DefaultBudget())
	assert.Equal(t, grader.Crash, report.Verdict)
	assert.Contains(t, report.Text(), "The rule panicked: runtime error: index out of range")
	assert.Equal(t, len(judge.Exercise().Checks()), report.Checks)
	judgetest.Coded(t, report)
}
