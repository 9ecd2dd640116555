package campaign_test

import (
	"testing"

	"raftlab/exercises/campaign"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/campaign"
	"raftlab/raft"
)

// TestCampaign judges StartElection and HandleRequestVoteReply. Until they are written the test is
// skipped.
func TestCampaign(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.StartElection = campaign.StartElection
		rules.HandleRequestVoteReply = campaign.HandleRequestVoteReply
	})
}
