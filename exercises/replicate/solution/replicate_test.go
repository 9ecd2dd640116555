package solution_test

import (
	"testing"

	"raftlab/exercises/replicate/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/replicate"
	"raftlab/raft"
)

// TestReplicate judges the solution like a learner's file.
func TestReplicate(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) {
		rules.AppendEntriesTo = solution.AppendEntriesTo
		rules.HandleAppendEntriesReply = solution.HandleAppendEntriesReply
	})
}
