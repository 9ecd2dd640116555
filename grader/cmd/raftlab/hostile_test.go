package main

import (
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/hostile"
	"raftlab/grader/judges/vote"
	"raftlab/grader/runfile"
)

// TestEveryHostileFileGetsItsVerdict, natively and as a guest, with a reason that is true, and nothing is left behind.
// Without -whole, the test takes the first file of each kind.
func TestEveryHostileFileGetsItsVerdict(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	files := hostile.Files()
	require.GreaterOrEqual(t, len(files), 60)
	if !*whole {
		files = firstOfEachKind(files)
	}
	next := make(chan hostile.File)
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for file := range next {
				requireVerdict(t, file)
			}
		})
	}
	for _, file := range files {
		next <- file
	}
	close(next)
	workers.Wait()
	left, err := filepath.Glob(filepath.Join(temporary, "raftlab-*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

func firstOfEachKind(files []hostile.File) []hostile.File {
	var first []hostile.File
	for _, file := range files {
		if len(first) == 0 || first[len(first)-1].Kind != file.Kind {
			first = append(first, file)
		}
	}
	return first
}

func requireVerdict(t *testing.T, file hostile.File) {
	root, err := checkout(t.Context())
	if !assert.NoError(t, err) {
		return
	}
	learner := &runfile.File{Exercise: vote.Exercise().About, Path: "vote.go", Source: []byte(file.Source)}
	checks := len(grader.Bind(vote.Exercise(), vote.Exercise().Reference()).Checks())
	var verdicts []grader.Verdict
	for _, sandboxed := range []bool{false, true} {
		o := gradeOptions{seed: 1, schedules: 20, sandbox: sandboxed}
		report, err := o.grade(t.Context(), root, learner, nil)
		name := file.Kind + ": " + file.Name
		if !assert.NoError(t, err, name) {
			return
		}
		verdicts = append(verdicts, report.Verdict)
		assert.Contains(t, file.Verdicts, report.Verdict, "%s, sandbox %t: %s", name, sandboxed, report.Text)
		assert.Equal(t, checks, report.Checks, name)
		assert.Less(t, len(report.Text)+len(report.Output), 100_000, name)
		assert.NotContains(t, report.Text+report.Output, "\x1b", name)
		if file.Says != "" {
			assert.Contains(t, says(report), file.Says, "%s, sandbox %t", name, sandboxed)
		}
	}
	assert.Equal(t, verdicts[0], verdicts[1], "%s: %s", file.Kind, file.Name)
}

// says is the sentence of the first finding, "" without one.
func says(report *grader.ReportJSON) string {
	if len(report.Findings) == 0 {
		return ""
	}
	return report.Findings[0].Sentence
}
