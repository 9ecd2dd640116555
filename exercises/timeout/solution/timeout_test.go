package solution_test

import (
	"testing"

	"raftlab/exercises/timeout/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/timeout"
	"raftlab/raft"
)

// TestTimeout judges the solution like a learner's file.
func TestTimeout(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.ElectionTimeout = solution.ElectionTimeout
		rules.ResetsElectionTimer = solution.ResetsElectionTimer
	})
}
