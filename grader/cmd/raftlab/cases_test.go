package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/submissions"
)

// TestEveryCaseGetsItsVerdict and its reason: files that were judged wrongly once, or for a reason that was untrue.
// With -whole they are judged as guests, too. The page judges them in `make parity`.
func TestEveryCaseGetsItsVerdict(t *testing.T) {
	t.Parallel()
	root, err := checkout(t.Context())
	require.NoError(t, err)
	cases, err := submissions.Cases(os.DirFS(root))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(cases), 36)
	hosts := []bool{false}
	if *whole {
		hosts = append(hosts, true)
	}
	checks := map[string]int{}
	for _, sandboxed := range hosts {
		all := make([]judged, len(cases))
		for i, one := range cases {
			all[i].Submission = one
		}
		o := gradeOptions{seed: 1, schedules: grader.DefaultBudget().Schedules, sandbox: sandboxed}
		require.NoError(t, o.judgeSubmissions(t.Context(), root, all))
		for _, one := range all {
			text := one.Report.Text
			assert.Equal(t, one.Verdict, one.Report.Verdict, "%s, sandbox %t: %s", one.Name, sandboxed, text)
			assert.Contains(t, says(one.Report), one.Says, "%s, sandbox %t", one.Name, sandboxed)
			if checks[one.Exercise] == 0 {
				checks[one.Exercise] = one.Report.Checks
			}
			assert.Equal(t, checks[one.Exercise], one.Report.Checks, "%s: as many checks for every file", one.Name)
		}
	}
}
