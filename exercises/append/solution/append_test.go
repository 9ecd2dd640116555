package solution_test

import (
	"testing"

	"raftlab/exercises/append/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/append"
	"raftlab/raft"
)

// TestAppend holds the solution to what learners are held to.
func TestAppend(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.HandleAppendEntries = solution.HandleAppendEntries
	})
}
