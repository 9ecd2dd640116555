package solution_test

import (
	"testing"

	"raftlab/exercises/commit/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/commit"
	"raftlab/raft"
)

// TestCommit holds the solution to what learners are held to.
func TestCommit(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.AdvanceCommitIndex = solution.AdvanceCommitIndex
	})
}
