package solution_test

import (
	"testing"

	"raftlab/exercises/campaign/solution"
	"raftlab/grader/gradetest"
)

// TestCampaign holds the solution to what learners are held to.
func TestCampaign(t *testing.T) {
	gradetest.Campaign(t, solution.StartElection, solution.HandleRequestVoteReply)
}
