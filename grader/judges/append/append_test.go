package append_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	appendstarter "raftlab/exercises/append"
	appendsolution "raftlab/exercises/append/solution"
	"raftlab/grader"
	"raftlab/raft"
	"raftlab/raft/reference"
)

func TestAppendSolutionPassesAndReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := gradeAppend(appendsolution.HandleAppendEntries, grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Equal(t, report.Checks, report.Passed)
	assert.Greater(t, report.Calls, 10_000)
}

func TestAppendStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	report := gradeAppend(appendstarter.HandleAppendEntries, grader.DefaultBudget())
	assert.Equal(t, grader.Unfinished, report.Verdict)
	assert.Zero(t, report.Schedules)
}

// TestAppendPanicsAreVerdicts: an index out of range is the rule's mistake, and the report names it.
func TestAppendPanicsAreVerdicts(t *testing.T) {
	t.Parallel()
	report := gradeAppend(appendCareless["append-asks-for-entry-0"], grader.DefaultBudget())
	assert.Contains(t, report.Text(), "raft: entry 0 is asked for")

	report = gradeAppend(func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		_ = req.Entries[len(req.Entries)-1]
		return reference.HandleAppendEntries(s, req)
	}, grader.DefaultBudget())
	assert.Equal(t, grader.Crash, report.Verdict)
	assert.Contains(t, report.Text(), "index out of range")
}
