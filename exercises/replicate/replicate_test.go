package replicate_test

import (
	"testing"

	"raftlab/exercises/replicate"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/replicate"
	"raftlab/raft"
)

// TestReplicate judges AppendEntriesTo and HandleAppendEntriesReply. Until they are written the test
// is skipped.
func TestReplicate(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.AppendEntriesTo = replicate.AppendEntriesTo
		rules.HandleAppendEntriesReply = replicate.HandleAppendEntriesReply
	})
}
