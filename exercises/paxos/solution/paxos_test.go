package solution_test

import (
	"testing"

	"raftlab/exercises/paxos/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/paxos"
	"raftlab/lab/paxos"
)

// TestPaxos judges the solution like a learner's file.
func TestPaxos(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *paxos.Rules) {
		rules.HandlePrepare = solution.HandlePrepare
		rules.HandleAccept = solution.HandleAccept
		rules.NextBallot = solution.NextBallot
		rules.HandlePromise = solution.HandlePromise
		rules.HandleAccepted = solution.HandleAccepted
	})
}
