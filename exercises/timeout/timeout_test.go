package timeout_test

import (
	"testing"

	"raftlab/exercises/timeout"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/timeout"
	"raftlab/raft"
)

// TestTimeout judges ElectionTimeout and ResetsElectionTimer. Until they are written the test is
// skipped.
func TestTimeout(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.ElectionTimeout = timeout.ElectionTimeout
		rules.ResetsElectionTimer = timeout.ResetsElectionTimer
	})
}
