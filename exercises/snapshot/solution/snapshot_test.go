package solution_test

import (
	"testing"

	"raftlab/exercises/snapshot/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/snapshot"
	"raftlab/raft"
)

// TestSnapshot judges the solution like a learner's file.
func TestSnapshot(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.LabelSnapshot = solution.LabelSnapshot
		rules.MayCompact = solution.MayCompact
		rules.NeedsSnapshot = solution.NeedsSnapshot
		rules.HandleInstallSnapshotReply = solution.HandleInstallSnapshotReply
		rules.HandleInstallSnapshot = solution.HandleInstallSnapshot
		rules.SkipCovered = solution.SkipCovered
		rules.RestoreAll = solution.RestoreAll
	})
}
