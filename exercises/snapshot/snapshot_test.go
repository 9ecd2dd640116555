package snapshot_test

import (
	"testing"

	"raftlab/exercises/snapshot"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/snapshot"
	"raftlab/raft"
)

// TestSnapshot judges the seven rules. Until they are written the test is skipped.
func TestSnapshot(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.LabelSnapshot = snapshot.LabelSnapshot
		rules.MayCompact = snapshot.MayCompact
		rules.NeedsSnapshot = snapshot.NeedsSnapshot
		rules.HandleInstallSnapshotReply = snapshot.HandleInstallSnapshotReply
		rules.HandleInstallSnapshot = snapshot.HandleInstallSnapshot
		rules.SkipCovered = snapshot.SkipCovered
		rules.RestoreAll = snapshot.RestoreAll
	})
}
