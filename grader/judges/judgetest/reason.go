package judgetest

import (
	"slices"
	"strings"
	"testing"

	"raftlab/grader"
)

// Gravest is the finding that a report is about: the first that breaks a property, or else the first. It is nil for a
// pass.
func Gravest(report grader.Report) *grader.Finding {
	if len(report.Findings) == 0 {
		return nil
	}
	i := slices.IndexFunc(report.Findings, func(f grader.Finding) bool { return f.Verdict == grader.Safety })
	return &report.Findings[max(i, 0)]
}

// Verdict is the gravest verdict of a report.
func Verdict(report grader.Report) grader.Verdict {
	if gravest := Gravest(report); gravest != nil {
		return gravest.Verdict
	}
	return report.Verdict
}

// Reason is what a report must say about a mistake. Says are words of the gravest finding's sentence. Never are words
// that no sentence about a call may have.
type Reason struct {
	Verdict grader.Verdict
	Says    string
	Never   []string
}

// Reads requires that the report gives the reason.
func Reads(t testing.TB, report grader.Report, want Reason) {
	t.Helper()
	Coded(t, report)
	gravest := Gravest(report)
	if gravest == nil {
		t.Fatalf("want a %s finding, got a pass", want.Verdict)
	}
	if gravest.Verdict != want.Verdict || !strings.Contains(gravest.Sentence, want.Says) {
		t.Errorf("want %s, and a sentence with %q, got:\n%s", want.Verdict, want.Says, report.Text())
	}
	for _, f := range report.Findings {
		for _, words := range want.Never {
			if f.Case != nil && strings.Contains(f.Sentence, words) {
				t.Errorf("%s: the words %q do not belong here: %s", f.Check, words, f.Sentence)
			}
		}
	}
}
