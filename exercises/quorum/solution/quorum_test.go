package solution_test

import (
	"testing"

	"raftlab/exercises/quorum/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/quorum"
	"raftlab/lab/replicas"
)

// TestQuorum judges the solution like a learner's file.
func TestQuorum(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *replicas.Rules) {
		rules.Merge = solution.Merge
		rules.Later = solution.Later
		rules.ChooseRead = solution.ChooseRead
		rules.Enough = solution.Enough
		rules.MayForget = solution.MayForget
		rules.Promote = solution.Promote
	})
}
