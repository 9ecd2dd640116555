package solution_test

import (
	"testing"

	"raftlab/exercises/append/solution"
	"raftlab/grader/gradetest"
)

// TestAppend holds the solution to what learners are held to.
func TestAppend(t *testing.T) { gradetest.Append(t, solution.HandleAppendEntries) }
