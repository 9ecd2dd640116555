package paxos_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/paxos"
	"raftlab/grader/mutants"
	"raftlab/lab/paxos"
)

// change makes other rules of the reference's.
type change func(rules *paxos.Rules)

func (c change) grade(budget grader.Budget) grader.Report {
	e := judge.Exercise()
	rules := e.Reference()
	c(&rules)
	return grader.Bind(e, rules).Grade(budget)
}

func TestTheReferencePassesAndReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := change(func(*paxos.Rules) {}).grade(grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Greater(t, report.Calls, 10_000)
}

// Each finding has a code, a task and arguments that stand in its sentence; so does each mutant's.
func TestEachMutantIsFoundWithAReason(t *testing.T) {
	t.Parallel()
	found := 0
	for _, m := range mutants.Graded() {
		if m.Exercise != "paxos" {
			continue
		}
		found++
		report := m.Other.Judge().Grade(grader.Budget{FirstSeed: 1})
		assert.NotEqual(t, grader.Pass, report.Verdict, m.ID)
		judgetest.Coded(t, report)
	}
	assert.Greater(t, found, 15)
}

// Every sentence explains itself by what the learner sees: the state, the call, and what is allowed.
func TestAFailureShowsTheCall(t *testing.T) {
	t.Parallel()
	report := careless["obeys-late"].grade(grader.Budget{FirstSeed: 1})
	finding := judgetest.Call(t, report)
	require.NotNil(t, finding.Case)
	assert.Equal(t, "a late promise after phase 2 has begun", finding.Check)
	assert.Equal(t, "S1 of 3 acceptors, wish=W, ballot=3.1, accepting, promises of S1, S2, proposed=W; "+
		"so far came a promise of S1, a promise of S2", finding.Case.State)
	assert.Equal(t, "from S3: Promise ballot=3.1 granted promised=3.1 accepted=2.3 value=X", finding.Case.Request)
	assert.True(t, strings.HasPrefix(finding.Case.Yours, "Accept ballot=3.1 value=X; after it S1"), finding.Case.Yours)
	assert.Equal(t, "Accept ballot=3.1 value=W, with the promise that makes the majority", finding.Case.Allowed)
}

// A panic with the protocol's TODO is a rule that is not written.
func TestAnUnwrittenRuleIsNotAMistake(t *testing.T) {
	t.Parallel()
	report := change(func(rules *paxos.Rules) {
		rules.HandlePromise = func(*paxos.Proposer, paxos.NodeID, paxos.Promise) (paxos.Accept, bool) {
			panic(paxos.TODO)
		}
	}).grade(grader.Budget{FirstSeed: 1, Schedules: 5})
	assert.Equal(t, grader.Unfinished, report.Verdict)
	require.NotEmpty(t, report.Findings)
	assert.Equal(t, "HandlePromise is still the starter's.", report.Findings[0].Sentence)
	assert.Equal(t, 4, report.Findings[0].Task)
	assert.Zero(t, report.Schedules)
}
