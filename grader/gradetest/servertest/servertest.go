package servertest

import (
	"runtime"
	"testing"

	"raftlab/grader"
	"raftlab/grader/bring/verdict"
)

// schedules is how many random schedules a test plays, beside the situations. raftlab bring plays more.
const schedules = 10

// Run judges the server in the folder of the test. One that is not written is skipped.
func Run(t *testing.T, written bool) {
	t.Helper()
	if !written {
		t.Skip("not started: open node.go and write the server; its README.md is the lesson")
	}
	wanted := verdict.Wanted{FirstSeed: 1, Schedules: schedules, Jobs: runtime.NumCPU()}
	report, _, err := wanted.Judge(t.Context(), ".")
	switch {
	case err != nil:
		t.Fatalf("the server could not be judged: %v", err)
	case report.Verdict != grader.Pass:
		t.Fatalf("\n%s", report.Text)
	}
	t.Log(report.Text)
}
