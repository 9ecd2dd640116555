package solution_test

import (
	"testing"

	"raftlab/exercises/commit/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/commit"
	"raftlab/raft"
)

// TestCommit judges the solution like a learner's file.
func TestCommit(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.AdvanceCommitIndex = solution.AdvanceCommitIndex
	})
}
