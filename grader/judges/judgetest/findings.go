package judgetest

import (
	"slices"
	"testing"

	"raftlab/grader"
)

// Call is the gravest finding of a report that is a single call. The gravest of all may be a cluster's.
func Call(t testing.TB, report grader.Report) grader.Finding {
	t.Helper()
	return first(t, report, "a single call", func(f grader.Finding) bool { return f.Case != nil })
}

// Small is the finding of the small calls.
func Small(t testing.TB, report grader.Report) grader.Finding {
	t.Helper()
	return first(t, report, "a small call", func(f grader.Finding) bool { return f.Check == "every small call" })
}

func first(t testing.TB, report grader.Report, what string, is func(grader.Finding) bool) grader.Finding {
	t.Helper()
	i := slices.IndexFunc(report.Findings, is)
	if i < 0 {
		t.Fatalf("%s finds nothing:\n%s", what, report.Text())
	}
	return report.Findings[i]
}
