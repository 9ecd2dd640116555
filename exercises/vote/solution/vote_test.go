package solution_test

import (
	"testing"

	"raftlab/exercises/vote/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/vote"
	"raftlab/raft"
)

// TestVote holds the solution to what learners are held to.
func TestVote(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.HandleRequestVote = solution.HandleRequestVote
	})
}
