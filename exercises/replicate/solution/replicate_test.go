package solution_test

import (
	"testing"

	"raftlab/exercises/replicate/solution"
	"raftlab/grader/gradetest"
)

// TestReplicate holds the solution to what learners are held to.
func TestReplicate(t *testing.T) {
	gradetest.Replicate(t, solution.AppendEntriesTo, solution.HandleAppendEntriesReply)
}
