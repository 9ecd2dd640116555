package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
)

func TestEveryScenarioPasses(t *testing.T) {
	all, err := scenarios.All()
	require.NoError(t, err)
	for _, scenario := range all {
		t.Run(scenario.ID, func(t *testing.T) {
			code, stdout, stderr := runForTest("run", scenario.ID)
			require.Equal(t, exitDone, code, stderr)
			assert.Empty(t, stderr)
			assert.Contains(t, stdout, "ok  "+scenario.ID+": "+scenario.Title)
		})
	}
}

// TestAStoryThatBreaksAPropertyPasses: the report says which, and that the story wants it so. Without the fault, the
// story's own line is wrong.
func TestAStoryThatBreaksAPropertyPasses(t *testing.T) {
	code, stdout, stderr := runForTest("run", "d5-disk-that-forgets")
	require.Equal(t, exitDone, code, stderr)
	assert.Contains(t, stdout, "    breaks Durability, as the story says: S1 told a client that entry 2 of term 1")

	scenario, err := scenarios.Find("d5-disk-that-forgets")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "kept.txt")
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(scenario.Text, "fsync S2 forgets\n", "", 1)), 0o600))
	code, _, stderr = runForTest("run", file)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, stderr, "kept.txt:13:1: this is not as expected: no property broke")
}

// TestFigure8WithoutTheCurrentTermRule is what §5.4.2 is about: with copies of any term counted,
// the scenario fails by a property of Figure 3, in a sentence that names servers and entries.
func TestFigure8WithoutTheCurrentTermRule(t *testing.T) {
	code, stdout, stderr := runForTest("run", "c2", "--rules", "commit-any-term")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, stderr,
		"Leader Completeness (Figure 3, §5.4) is broken: S5 leads term 5 without entry 2 of term 2 (no-op), "+
			"which S1 committed in term 4; S5 has entry 2 of term 3 (no-op) instead")
	assert.Contains(t, stderr, "raftlab run c2-figure-8 --seed 1 --rules commit-any-term")
	assert.Contains(t, stdout, "unmet", "the scenario's own expectation fails too")
}

func TestTheHashIsThatOfTheTraceFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "run.trace")
	code, stdout, stderr := runForTest("run", "c1", "--seed", "5", "--hash", "--trace", file)
	require.Equal(t, exitDone, code, stderr)
	trace, err := os.ReadFile(file)
	require.NoError(t, err)
	last := strings.LastIndex(string(trace), "# end ")
	require.Positive(t, last)
	sum := sha256.Sum256(trace[:last])
	assert.Equal(t, hex.EncodeToString(sum[:])+"\n", stdout)
	assert.True(t, strings.HasPrefix(string(trace), "# raftlab trace 2\n"))
	assert.Regexp(t, `^# end events=\d+ sha256=`+stdout+`$`, string(trace[last:]))

	_, again, _ := runForTest("run", "c1", "--seed", "5", "--hash")
	_, other, _ := runForTest("run", "c1", "--seed", "6", "--hash")
	assert.Equal(t, stdout, again)
	assert.NotEqual(t, stdout, other)
}

func TestAScenarioFileIsPlayed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.txt")
	text := "# Mine: A leader\nservers 3\nawait leader\nput x 1\nawait answers\nexpect outcome 1 ok 1\n"
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	code, stdout, stderr := runForTest("run", file)
	require.Equal(t, exitDone, code, stderr)
	assert.Contains(t, stdout, "A leader")
}

func TestMistakesOnTheCommandLineAreExplained(t *testing.T) {
	folder := t.TempDir()
	broken := filepath.Join(folder, "broken.txt")
	require.NoError(t, os.WriteFile(broken, []byte("# Mine: A mistake\n\nservers 3\nrun 1s\n  crsh S1\n"), 0o600))
	long := filepath.Join(folder, "long.txt")
	require.NoError(t, os.WriteFile(long, []byte("# Mine: Long\n"+strings.Repeat("heal\n", 20_000)), 0o600))
	setup := filepath.Join(folder, "setup.txt")
	require.NoError(t, os.WriteFile(setup, []byte("# Mine: Nothing happens\nservers 3\n"), 0o600))
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"an unknown scenario", []string{"run", "c9"}, exitUsage,
			`unknown scenario: "c9"; did you mean "a9"?`},
		{"unknown rules", []string{"run", "c2", "--rules", "comit-any-term"}, exitUsage,
			`did you mean "commit-any-term"?`},
		{"an unknown verb", []string{"run", broken}, exitFailed,
			`broken.txt:5:3: unknown verb "crsh"; did you mean "crash"?`},
		{"a file that is too long", []string{"run", long}, exitUsage, "the scenario is too long"},
		{"a missing file", []string{"run", filepath.Join(folder, "none.txt")}, exitUsage, "read scenario"},
		{"a trace that cannot be written", []string{"run", "b1", "--trace", filepath.Join(folder, "none", "x")},
			exitFailed, "write trace"},
		{"a scenario without a story", []string{"run", setup}, exitFailed, "setup and nothing else"},
		{"no scenario", []string{"run"}, exitUsage, "accepts 1 arg"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, stderr := runForTest(c.args...)
			assert.Equal(t, c.code, code)
			assert.Contains(t, stderr, c.want)
		})
	}
}

func TestListNamesEveryScenarioAndRuleSet(t *testing.T) {
	code, stdout, _ := runForTest("list")
	require.Equal(t, exitDone, code)
	all, err := scenarios.All()
	require.NoError(t, err)
	for _, scenario := range all {
		line := regexp.QuoteMeta(scenario.Subject) + ` +` + scenario.ID + ` +` + regexp.QuoteMeta(scenario.Title)
		assert.Regexp(t, line, stdout)
	}
	for _, set := range raftcluster.RuleSets() {
		assert.Contains(t, stdout, "  "+set.ID+" ")
	}
}
