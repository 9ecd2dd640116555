package campaign_test

import (
	"testing"

	"raftlab/exercises/campaign"
	"raftlab/grader/gradetest"
)

// TestCampaign judges StartElection and HandleRequestVoteReply. Until they are written the test is
// skipped.
func TestCampaign(t *testing.T) {
	gradetest.Campaign(t, campaign.StartElection, campaign.HandleRequestVoteReply)
}
