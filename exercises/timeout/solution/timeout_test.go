package solution_test

import (
	"testing"

	"raftlab/exercises/timeout/solution"
	"raftlab/grader/gradetest"
)

// TestTimeout holds the solution to what learners are held to.
func TestTimeout(t *testing.T) {
	gradetest.Timeout(t, solution.ElectionTimeout, solution.ResetsElectionTimer)
}
