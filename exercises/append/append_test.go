package append_test

import (
	"testing"

	"raftlab/exercises/append"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/append"
	"raftlab/raft"
)

// TestAppend judges HandleAppendEntries. Until it is written the test is skipped.
func TestAppend(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.HandleAppendEntries = append.HandleAppendEntries
	})
}
