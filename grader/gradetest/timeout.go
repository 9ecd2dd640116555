package gradetest

import (
	"testing"

	"raftlab/grader"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// Timeout grades an ElectionTimeout and a ResetsElectionTimer. Rules that are still the starter's are
// skipped, not failed.
func Timeout(
	t *testing.T,
	electionTimeout func(min, max raft.Duration, draw raft.Draw) raft.Duration,
	resetsElectionTimer func(event raft.TimerEvent) bool,
) {
	t.Helper()
	rules := reference.Rules()
	rules.ElectionTimeout, rules.ResetsElectionTimer = electionTimeout, resetsElectionTimer
	run(t, grader.Timeout(), rules)
}
