package runfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges/commit"
	"raftlab/grader/runfile"
)

// judged judges a text for exercise commit. Package raftlab tests programs that end without a report.
func judged(t *testing.T, text string) (*grader.ReportJSON, int, error) {
	t.Helper()
	root, err := runfile.Checkout(t.Context())
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "mine.go")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	file, err := runfile.Read(root, commit.Exercise().About, name, false)
	require.NoError(t, err)
	checks := 0
	wanted := runfile.Wanted{FirstSeed: 1, Schedules: 2, Progress: func(p grader.Progress) {
		if p.Kind == grader.CheckProgress {
			checks++
		}
	}}
	report, err := wanted.Grade(t.Context(), root, file)
	return report, checks, err
}

func TestOneFileIsJudged(t *testing.T) {
	root, err := runfile.Checkout(t.Context())
	require.NoError(t, err)
	solution, err := runfile.Read(root, commit.Exercise().About, "", true)
	require.NoError(t, err)
	report, checks, err := judged(t, string(solution.Source))
	require.NoError(t, err)
	assert.Equal(t, grader.Pass, report.Verdict)
	assert.Equal(t, report.Checks, checks)

	right, wrong := "s.Log.Term(n) != s.CurrentTerm", "s.Log.Term(n) > s.CurrentTerm"
	report, _, err = judged(t, strings.Replace(string(solution.Source), right, wrong, 1))
	require.NoError(t, err)
	assert.Equal(t, grader.Safety, report.Verdict)
}

func TestAFileThatCannotBeJudgedIsAnError(t *testing.T) {
	_, _, err := judged(t, "package mine\n\nfunc AdvanceCommitIndexes() {}\n")
	assert.ErrorContains(t, err, `has no function AdvanceCommitIndex; did you mean "AdvanceCommitIndexes"?`)
	_, _, err = judged(t, "package mine\n\nimport \"os\"\n")
	assert.ErrorContains(t, err, `an exercise cannot import "os"`)
	// The go command shortens the paths of a temporary folder that is near the checkout.
	root, err := runfile.Checkout(t.Context())
	require.NoError(t, err)
	near, err := os.MkdirTemp(root, ".near-")
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, os.RemoveAll(near)) })
	for _, temporary := range []string{near, os.TempDir()} {
		t.Setenv("TMPDIR", temporary)
		_, _, err = judged(t, "package mine\n\nfunc AdvanceCommitIndex() { wrong() }\n")
		assert.Regexp(t, `\n\S*[/\\]mine\.go:3:29: undefined: wrong$`, err.Error())
	}
	_, err = runfile.Read("nowhere", commit.Exercise().About, "", true)
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// The learner's own file is in the current folder's exercises, or in those of a folder around it.
func TestTheLearnersOwnFileIsFound(t *testing.T) {
	folder := t.TempDir()
	about := commit.Exercise().About
	t.Chdir(folder)
	_, err := runfile.Read("nowhere", about, "", false)
	assert.ErrorIs(t, err, runfile.ErrNoOwnFile)
	assert.ErrorContains(t, err, "exercises/commit/commit.go: there is no such file in this folder, nor above it")

	own := filepath.Join(folder, "exercises", "commit")
	require.NoError(t, os.MkdirAll(own, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(own, "commit.go"), []byte("package mine\n"), 0o600))
	for in, path := range map[string]string{
		folder: filepath.FromSlash("exercises/commit/commit.go"), own: "commit.go",
		filepath.Dir(own): filepath.FromSlash("commit/commit.go"),
	} {
		t.Chdir(in)
		file, err := runfile.Read("nowhere", about, "", false)
		require.NoError(t, err)
		assert.Equal(t, path, file.Path)
		assert.Equal(t, "package commit\n", string(file.Source))
	}
}
