package solution_test

import (
	"testing"

	"raftlab/exercises/persist/solution"
	"raftlab/grader/gradetest"
)

// TestPersist holds the solution to what learners are held to.
func TestPersist(t *testing.T) { gradetest.Persist(t, solution.WhatToSave, solution.Restore) }
