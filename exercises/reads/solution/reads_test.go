package solution_test

import (
	"testing"

	"raftlab/exercises/reads/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/reads"
	"raftlab/raft"
)

// TestReads judges the solution like a learner's file.
func TestReads(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.BeginRead = solution.BeginRead
		rules.ConfirmReads = solution.ConfirmReads
		rules.ReadyReads = solution.ReadyReads
		rules.ExtendLease = solution.ExtendLease
	})
}
