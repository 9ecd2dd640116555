package solution_test

import (
	"testing"

	"raftlab/exercises/campaign/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/campaign"
	"raftlab/raft"
)

// TestCampaign judges the solution like a learner's file.
func TestCampaign(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.StartElection = solution.StartElection
		rules.HandleRequestVoteReply = solution.HandleRequestVoteReply
	})
}
