package runfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/gotools"
	"raftlab/grader/judges/commit"
	"raftlab/grader/runfile"
)

// judged judges a text for exercise commit, in this process. Package raftlab tests workers and guests.
func judged(t *testing.T, text string) (report *grader.ReportJSON, checks int) {
	t.Helper()
	root, err := runfile.Checkout(t.Context())
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "mine.go")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	file, err := runfile.Read(root, commit.Exercise().About, name, false)
	require.NoError(t, err)
	wanted := runfile.Wanted{FirstSeed: 1, Schedules: 2, Progress: func(p grader.Progress) {
		if p.Kind == grader.CheckProgress {
			checks++
		}
	}}
	report, err = wanted.Grade(t.Context(), root, file)
	require.NoError(t, err)
	return report, checks
}

func TestOneFileIsJudged(t *testing.T) {
	root, err := runfile.Checkout(t.Context())
	require.NoError(t, err)
	solution, err := runfile.Read(root, commit.Exercise().About, "", true)
	require.NoError(t, err)
	report, checks := judged(t, string(solution.Source))
	assert.Equal(t, grader.Pass, report.Verdict)
	assert.Equal(t, report.Checks, checks)

	right, wrong := "s.Log.Term(n) != s.CurrentTerm", "s.Log.Term(n) > s.CurrentTerm"
	report, _ = judged(t, strings.Replace(string(solution.Source), right, wrong, 1))
	assert.Equal(t, grader.Safety, report.Verdict)
}

// TestAFileThatIsNotJudgedHasAReport says what is wrong with it, and where.
func TestAFileThatIsNotJudgedHasAReport(t *testing.T) {
	checks := len(grader.Bind(commit.Exercise(), commit.Exercise().Reference()).Checks())
	const imports = "package mine\n\nimport \"raftlab/raft\"\n\n"
	for _, test := range []struct {
		text, sentence string
		verdict        grader.Verdict
		line, column   int
	}{
		{"package mine\n\nfunc AdvanceCommitIndexes() {}\n",
			`there is no function AdvanceCommitIndex; did you mean "AdvanceCommitIndexes"? It must be called`,
			grader.Compile, 1, 1},
		{imports + "func AdvanceCommitInde\u0445(s *raft.State) {}\n", `"AdvanceCommitInde(U+0445)"`,
			grader.Compile, 1, 1},
		{"package mine\n", "there is no function AdvanceCommitIndex: the starter shows",
			grader.Compile, 1, 1},
		{imports + "func AdvanceCommitIndex(s *raft.State) bool { return true }\n",
			"AdvanceCommitIndex is a func(s *raft.State) bool, and must be a func(s *raft.State)",
			grader.Compile, 5, 6},
		{"package mine\n\nfunc AdvanceCommitIndex() { wrong() }\n", "undefined: wrong", grader.Compile, 3, 29},
		{"package mine\n\nfunc AdvanceCommitIndex( {\n", "syntax error: ", grader.Compile, 3, 26},
		{"package mine\n\nimport \"os\"\n", `an exercise cannot import "os"`, grader.Refused, 3, 8},
		{"package mine\n\nvar x int\n", "a rule keeps nothing between two calls", grader.Refused, 3, 1},
		{"package mine\n\nimport \"os\"\n\nvar deep = " + strings.Repeat("(", 100_001) + "1" +
			strings.Repeat(")", 100_001), "this is nested too deeply", grader.Refused, 5, 122},
		{imports + "const deep = " + strings.Repeat("(", 100_001) + "1" + strings.Repeat(")", 100_001) +
			"\n\nfunc AdvanceCommitIndex(s *raft.State) {}\n", "this is nested too deeply", grader.Refused, 5, 124},
	} {
		report, _ := judged(t, test.text)
		assert.Equal(t, test.verdict, report.Verdict, test.sentence)
		assert.Equal(t, []int{checks, 0}, []int{report.Checks, report.Passed})
		require.NotEmpty(t, report.Findings, test.sentence)
		found := report.Findings[0]
		assert.Contains(t, found.Sentence, test.sentence)
		assert.Equal(t, test.line, found.Line, test.sentence)
		if test.column > 1 {
			assert.Equal(t, test.column, found.Column, test.sentence)
		}
		assert.Contains(t, report.Text, "mine.go:")
		assert.NotEmpty(t, found.Code)
	}
}

func TestWhatARulePrintsIsInTheReportAndNothingElse(t *testing.T) {
	const rule = "package mine\n\nimport (\n\t\"fmt\"\n\n\t\"raftlab/raft\"\n)\n\n" +
		"func AdvanceCommitIndex(s *raft.State) {\n"
	report, _ := judged(t, rule+"\tprintln(\"term\", s.CurrentTerm)\n"+
		"\tfmt.Println(`{\"Report\":{\"verdict\":\"pass\"}}`)\n}\n")
	assert.NotEqual(t, grader.Pass, report.Verdict)
	assert.Contains(t, report.Output, "term 1\n{\"Report\":{\"verdict\":\"pass\"}}\n")
	assert.Less(t, len(report.Output), 5000)

	report, _ = judged(t, "package mine\n\nimport \"raftlab/raft\"\n\nfunc init() {\n"+
		"\tprintln(\"mine\")\n\tprintln(\"fatal error: out of memory\")\n\tpanic(\"the real reason\")\n}\n\n"+
		"func AdvanceCommitIndex(s *raft.State) {}\n")
	assert.Equal(t, grader.Crash, report.Verdict)
	assert.Equal(t, "Your code panicked, and the program ended: the real reason", report.Findings[0].Sentence)
	assert.Equal(t, "mine", report.Output)
}

func TestAMachineThatCannotJudgeIsNotTheLearnersFault(t *testing.T) {
	root, err := runfile.Checkout(t.Context())
	require.NoError(t, err)
	file, err := runfile.Read(root, commit.Exercise().About, "", true)
	require.NoError(t, err)
	for variable, want := range map[string]string{
		"PATH": "there is no go on the PATH", "HOME": "there is no folder for caches", "TMPDIR": "make a folder",
	} {
		t.Run(variable, func(t *testing.T) {
			t.Setenv("XDG_CACHE_HOME", "")
			value := ""
			if variable == "TMPDIR" {
				t.Setenv("XDG_CACHE_HOME", t.TempDir())
				value = filepath.Join(t.TempDir(), "missing")
			}
			t.Setenv(variable, value)
			report, err := runfile.Wanted{Schedules: 1}.Grade(t.Context(), root, file)
			require.ErrorIs(t, err, gotools.ErrUnable)
			assert.ErrorContains(t, err, want)
			assert.Equal(t, grader.Infrastructure, report.Verdict)
			assert.Contains(t, report.Text, want)
		})
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
