package vote_test

import (
	"testing"

	"raftlab/exercises/vote"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/vote"
	"raftlab/raft"
)

// TestVote judges HandleRequestVote. Until it is written the test is skipped.
func TestVote(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.HandleRequestVote = vote.HandleRequestVote
	})
}
