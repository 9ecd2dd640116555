package reads_test

import (
	"testing"

	"raftlab/exercises/reads"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/reads"
	"raftlab/raft"
)

// TestReads judges the four rules. Until they are written the test is skipped.
func TestReads(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.BeginRead = reads.BeginRead
		rules.ConfirmReads = reads.ConfirmReads
		rules.ReadyReads = reads.ReadyReads
		rules.ExtendLease = reads.ExtendLease
	})
}
