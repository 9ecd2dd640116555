package solution_test

import (
	"testing"

	"raftlab/exercises/campaign/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/campaign"
	"raftlab/raft"
)

// TestCampaign holds the solution to what learners are held to.
func TestCampaign(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.StartElection = solution.StartElection
		rules.HandleRequestVoteReply = solution.HandleRequestVoteReply
	})
}
