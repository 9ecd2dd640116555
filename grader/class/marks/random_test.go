package marks_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/marks"
	"raftlab/grader/judges"
)

// anyReport draws a report of any exercise, also one that no grader writes: a folder of results may be old, or somebody
// may have edited it.
func anyReport(t *rapid.T) *grader.ReportJSON {
	id := rapid.SampledFrom([]string{"timeout", "vote", "append", "membership", "sessions"}).Draw(t, "exercise")
	judge, _ := judges.Find(id)
	report := &grader.ReportJSON{
		Exercise: judge.About().ID, Verdict: rapid.SampledFrom(grader.Verdicts()).Draw(t, "verdict"), Schedules: 3,
	}
	var names []string
	for _, check := range judge.Checks() {
		names = append(names, check.Name)
	}
	finding := rapid.Custom(func(t *rapid.T) grader.FindingJSON {
		f := grader.FindingJSON{
			Verdict: rapid.SampledFrom(grader.Verdicts()).Draw(t, "of"),
			Check:   rapid.SampledFrom(names).Draw(t, "check"),
			Code:    rapid.SampledFrom([]string{"", "a", "rule.stopped"}).Draw(t, "code"),
			Task:    rapid.IntRange(-1, 14).Draw(t, "task"), Seed: rapid.Uint64Range(0, 3).Draw(t, "seed"),
			Also: rapid.SliceOfN(rapid.IntRange(-1, 70), 0, 3).Draw(t, "also"),
		}
		if rapid.Bool().Draw(t, "is a call") {
			f.Case = &grader.CaseJSON{Yours: "x"}
		} else if rapid.Bool().Draw(t, "is a story") {
			f.Drill = rapid.SampledFrom(names).Draw(t, "story")
		}
		return f
	})
	report.Findings = rapid.SliceOfN(finding, 0, 8).Draw(t, "findings")
	report.Left = rapid.SliceOfN(rapid.SampledFrom(names), 0, len(names)).Draw(t, "left")
	return report
}

// TestMarksOfAnyReportAddUp: the points are those of the groups that pass, a report without findings costs none, and
// one with a finding costs some.
func TestMarksOfAnyReportAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		report := anyReport(t)
		a := class.Assigned{ID: report.Exercise, Points: rapid.IntRange(0, 100).Draw(t, "points")}
		m := marks.Of(a, report)
		if report.Verdict == grader.Infrastructure {
			require.Nil(t, m)
			return
		}
		points, of, failed := 0, 0, 0
		for _, group := range m.Groups {
			of += group.Of
			points += group.Points
			if !group.Passed {
				failed++
				require.Zero(t, group.Points)
				require.Empty(t, group.Counted)
			}
			if group.Counted != "" {
				require.Contains(t, failing(m), group.Counted, "what is counted elsewhere costs points there")
			}
			require.NotEmpty(t, group.Title)
		}
		require.Equal(t, points, m.Points)
		require.Equal(t, a.Points, m.Of)
		require.Equal(t, of, m.Of)
		require.Equal(t, len(report.Findings) > 0, m.Cause != nil)
		if len(report.Findings) > 0 {
			require.Positive(t, failed)
		}
		require.Equal(t, m, marks.Of(a, report))
	})
}
