package replicate_test

import (
	"testing"

	"raftlab/exercises/replicate"
	"raftlab/grader/gradetest"
)

// TestReplicate judges AppendEntriesTo and HandleAppendEntriesReply. Until they are written the test
// is skipped.
func TestReplicate(t *testing.T) {
	gradetest.Replicate(t, replicate.AppendEntriesTo, replicate.HandleAppendEntriesReply)
}
