package solution_test

import (
	"testing"

	"raftlab/exercises/sessions/solution"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/sessions"
	"raftlab/lab/kv"
)

// TestSessions judges the solution like a learner's file.
func TestSessions(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *kv.SessionRules) {
		rules.OpenSession = solution.OpenSession
		rules.ApplyOnce = solution.ApplyOnce
		rules.Expire = solution.Expire
		rules.NextRequest = solution.NextRequest
		rules.TakeAnswer = solution.TakeAnswer
	})
}
