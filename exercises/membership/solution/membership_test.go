package solution_test

import (
	"testing"

	"raftlab/exercises/membership/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/membership"
	"raftlab/raft"
)

// TestMembership judges the solution like a learner's file.
func TestMembership(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.HasQuorum = solution.HasQuorum
		rules.QuorumIndex = solution.QuorumIndex
		rules.Latest = solution.Latest
		rules.MayChange = solution.MayChange
		rules.ConfigurationEntry = solution.ConfigurationEntry
		rules.AfterCommit = solution.AfterCommit
		rules.MayCampaign = solution.MayCampaign
	})
}
