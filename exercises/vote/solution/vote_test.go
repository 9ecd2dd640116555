package solution_test

import (
	"testing"

	"raftlab/exercises/vote/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/vote"
	"raftlab/raft"
)

// TestVote judges the solution like a learner's file.
func TestVote(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.HandleRequestVote = solution.HandleRequestVote
	})
}
