package gradetest

import (
	"testing"

	"raftlab/grader"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// Append grades a HandleAppendEntries. A rule that is still the starter's is skipped, not failed.
func Append(t *testing.T, handle func(*raft.State, raft.AppendEntries) raft.AppendEntriesReply) {
	t.Helper()
	rules := reference.Rules()
	rules.HandleAppendEntries = handle
	run(t, grader.Append(), rules)
}
