package solution_test

import (
	"testing"

	"raftlab/exercises/persist/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/persist"
	"raftlab/raft"
)

// TestPersist judges the solution like a learner's file.
func TestPersist(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.WhatToSave = solution.WhatToSave
		rules.Restore = solution.Restore
	})
}
