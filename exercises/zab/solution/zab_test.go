package solution_test

import (
	"testing"

	"raftlab/exercises/zab/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/zab"
	"raftlab/lab/zab"
)

// TestZab judges the solution like a learner's file.
func TestZab(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *zab.Rules) {
		rules.Better = solution.Better
		rules.HandleNotification = solution.HandleNotification
		rules.Elected = solution.Elected
		rules.NewEpoch = solution.NewEpoch
		rules.ChooseSync = solution.ChooseSync
		rules.HandleSync = solution.HandleSync
		rules.HandleAck = solution.HandleAck
	})
}
