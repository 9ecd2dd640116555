package sessions_test

import (
	"testing"

	"raftlab/exercises/sessions"
	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/sessions"
	"raftlab/lab/kv"
)

// TestSessions judges the five functions. Until they are written the test is skipped.
func TestSessions(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *kv.SessionRules) {
		rules.OpenSession = sessions.OpenSession
		rules.ApplyOnce = sessions.ApplyOnce
		rules.Expire = sessions.Expire
		rules.NextRequest = sessions.NextRequest
		rules.TakeAnswer = sessions.TakeAnswer
	})
}
