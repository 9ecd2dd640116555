package gradetest

import (
	"testing"

	"raftlab/grader"
	"raftlab/raft"
)

// Append grades a HandleAppendEntries. A rule that is still the starter's is skipped, not failed.
func Append(t *testing.T, handle func(*raft.State, raft.AppendEntries) raft.AppendEntriesReply) {
	t.Helper()
	rules := raft.Reference()
	rules.HandleAppendEntries = handle
	run(t, grader.Append(), rules)
}
