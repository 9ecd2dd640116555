package gradetest

import (
	"testing"

	"raftlab/grader"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// Campaign grades a StartElection and a HandleRequestVoteReply. Rules that are still the starter's are
// skipped, not failed.
func Campaign(
	t *testing.T,
	startElection func(s *raft.State) raft.RequestVote,
	handleRequestVoteReply func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply),
) {
	t.Helper()
	rules := reference.Rules()
	rules.StartElection, rules.HandleRequestVoteReply = startElection, handleRequestVoteReply
	run(t, grader.Campaign(), rules)
}
