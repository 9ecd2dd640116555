package timeout_test

import (
	"testing"

	"raftlab/exercises/timeout"
	"raftlab/grader/gradetest"
)

// TestTimeout judges ElectionTimeout and ResetsElectionTimer. Until they are written the test is
// skipped.
func TestTimeout(t *testing.T) {
	gradetest.Timeout(t, timeout.ElectionTimeout, timeout.ResetsElectionTimer)
}
