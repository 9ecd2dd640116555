package prevote_test

import (
	"testing"

	"raftlab/exercises/prevote"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/prevote"
	"raftlab/raft"
)

// TestPreVote judges the six rules. Until they are written the test is skipped.
func TestPreVote(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.StartPreVote = prevote.StartPreVote
		rules.HandlePreVote = prevote.HandlePreVote
		rules.HandlePreVoteReply = prevote.HandlePreVoteReply
		rules.LeavesUnanswered = prevote.LeavesUnanswered
		rules.CheckQuorum = prevote.CheckQuorum
		rules.TransferTo = prevote.TransferTo
	})
}
