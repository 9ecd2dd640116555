package membership_test

import (
	"testing"

	"raftlab/exercises/membership"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/membership"
	"raftlab/raft"
)

// TestMembership judges the seven rules. Until they are written the test is skipped.
func TestMembership(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.HasQuorum = membership.HasQuorum
		rules.QuorumIndex = membership.QuorumIndex
		rules.Latest = membership.Latest
		rules.MayChange = membership.MayChange
		rules.ConfigurationEntry = membership.ConfigurationEntry
		rules.AfterCommit = membership.AfterCommit
		rules.MayCampaign = membership.MayCampaign
	})
}
