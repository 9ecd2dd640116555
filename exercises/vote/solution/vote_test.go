package solution_test

import (
	"testing"

	"raftlab/exercises/vote/solution"
	"raftlab/grader/gradetest"
)

// TestVote holds the solution to what learners are held to.
func TestVote(t *testing.T) { gradetest.Vote(t, solution.HandleRequestVote) }
