package solution_test

import (
	"testing"

	"raftlab/exercises/append/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/append"
	"raftlab/raft"
)

// TestAppend judges the solution like a learner's file.
func TestAppend(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.HandleAppendEntries = solution.HandleAppendEntries
	})
}
