package gradetest

import (
	"testing"

	"raftlab/grader"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// Commit grades an AdvanceCommitIndex. A rule that is still the starter's is skipped, not failed.
func Commit(t *testing.T, advance func(*raft.State)) {
	t.Helper()
	rules := reference.Rules()
	rules.AdvanceCommitIndex = advance
	run(t, grader.Commit(), rules)
}
