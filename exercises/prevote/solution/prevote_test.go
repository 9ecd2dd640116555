package solution_test

import (
	"testing"

	"raftlab/exercises/prevote/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/prevote"
	"raftlab/raft"
)

// TestPreVote judges the solution like a learner's file.
func TestPreVote(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.StartPreVote = solution.StartPreVote
		rules.HandlePreVote = solution.HandlePreVote
		rules.HandlePreVoteReply = solution.HandlePreVoteReply
		rules.LeavesUnanswered = solution.LeavesUnanswered
		rules.CheckQuorum = solution.CheckQuorum
		rules.TransferTo = solution.TransferTo
	})
}
