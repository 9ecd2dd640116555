package gradetest

import (
	"testing"

	"raftlab/grader"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// Replicate grades an AppendEntriesTo and a HandleAppendEntriesReply. Rules that are still the
// starter's are skipped, not failed.
func Replicate(t *testing.T, send func(*raft.State, raft.NodeID, int) raft.AppendEntries, handle func(*raft.State, raft.NodeID, raft.AppendEntriesReply)) {
	t.Helper()
	rules := reference.Rules()
	rules.AppendEntriesTo, rules.HandleAppendEntriesReply = send, handle
	run(t, grader.Replicate(), rules)
}
