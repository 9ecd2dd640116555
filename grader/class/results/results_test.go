package results_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/results"
	"raftlab/grader/lock"
)

var key = strings.Repeat("ab", 32)

func open(t *testing.T, path string) *results.Folder {
	t.Helper()
	folder, err := results.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, folder.Close()) })
	return folder
}

func kept() results.Kept {
	report := grader.ReportJSON{Exercise: "vote", Verdict: grader.Pass, Text: "<&>"}
	return results.Kept{Key: key, Took: 3, Report: &report}
}

func TestAKeptReportIsReadBack(t *testing.T) {
	folder := open(t, filepath.Join(t.TempDir(), "results"))
	none, err := folder.Report(key)
	require.NoError(t, err)
	assert.Nil(t, none)
	require.NoError(t, folder.Keep(kept()))
	require.NoError(t, folder.Keep(kept()), "the same work done twice")
	read, err := folder.Report(key)
	require.NoError(t, err)
	assert.Equal(t, kept(), *read)
}

// A disk may lose any byte of a file, or change it. Then the report is as good as none, and is made again.
func TestADamagedReportDoesNotCount(t *testing.T) {
	path := t.TempDir()
	folder := open(t, path)
	require.NoError(t, folder.Keep(kept()))
	name := filepath.Join(path, "reports", "ab", key+".json")
	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	for i := range whole {
		torn := whole[:i]
		changed := bytes.Clone(whole)
		changed[i] ^= 1
		for _, damaged := range [][]byte{torn, changed} {
			require.NoError(t, os.WriteFile(name, damaged, 0o644))
			read, err := folder.Report(key)
			require.NoError(t, err)
			if read != nil {
				assert.Equal(t, kept(), *read, "byte %d: only what says nothing may differ", i)
			}
		}
	}
	require.NoError(t, folder.Keep(kept()), "it is made again")
	read, err := folder.Report(key)
	require.NoError(t, err)
	assert.Equal(t, kept(), *read)
}

func TestAReportCountsForNoOtherKey(t *testing.T) {
	path := t.TempDir()
	folder := open(t, path)
	require.NoError(t, folder.Keep(kept()))
	other := strings.Repeat("cd", 32)
	require.NoError(t, os.MkdirAll(filepath.Join(path, "reports", "cd"), 0o755))
	require.NoError(t, os.Rename(filepath.Join(path, "reports", "ab", key+".json"),
		filepath.Join(path, "reports", "cd", other+".json")))
	read, err := folder.Report(other)
	require.NoError(t, err)
	assert.Nil(t, read)
}

func TestOnlyOneProcessWorksInAFolder(t *testing.T) {
	path := t.TempDir()
	first, err := results.Open(path)
	require.NoError(t, err)
	_, err = results.Open(path)
	require.ErrorIs(t, err, lock.ErrTaken)
	assert.Contains(t, err.Error(), "another raftlab works in there")
	require.NoError(t, first.Close())
	open(t, path)
}

func TestAFolderOfSomebodyElseIsLeftAlone(t *testing.T) {
	path := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(path, "thesis.tex"), nil, 0o644))
	_, err := results.Open(path)
	require.ErrorIs(t, err, results.ErrForeign)
	entries, err := os.ReadDir(path)
	require.NoError(t, err)
	assert.Len(t, entries, 1)
}

func TestWhatAKilledProcessWasWritingIsRemoved(t *testing.T) {
	path := t.TempDir()
	folder, err := results.Open(path)
	require.NoError(t, err)
	require.NoError(t, folder.Keep(kept()))
	require.NoError(t, folder.Close())
	half := filepath.Join(path, "reports", "ab", ".writing-1234")
	require.NoError(t, os.WriteFile(half, []byte("{"), 0o644))
	open(t, path)
	assert.NoFileExists(t, half)
	assert.FileExists(t, filepath.Join(path, "reports", "ab", key+".json"))
}

func TestThePlanKeepsNoSecret(t *testing.T) {
	path := t.TempDir()
	folder := open(t, path)
	_, err := folder.Plan()
	require.ErrorIs(t, err, results.ErrNoClass)
	plan := &results.Plan{Assignment: class.Assignment{Title: "Week 3", Secret: "only the instructor knows"}}
	sum, err := folder.KeepSource([]byte("package vote\n"))
	require.NoError(t, err)
	plan.Rows = []results.Row{{Sum: sum, Row: class.Row{Key: key, Seed: 7, Entry: class.Entry{
		Student: class.Student{ID: "17"}, Exercise: "vote", Source: []byte("package vote\n")}}}}
	require.NoError(t, folder.KeepPlan(plan))
	text, err := os.ReadFile(filepath.Join(path, "class.json"))
	require.NoError(t, err)
	assert.NotContains(t, string(text), plan.Assignment.Secret)
	read, err := folder.Plan()
	require.NoError(t, err)
	assert.Equal(t, "Week 3", read.Assignment.Title)
	assert.Equal(t, uint64(7), read.Rows[0].Seed)
	source, err := folder.Source(read.Rows[0].Sum)
	require.NoError(t, err)
	assert.Equal(t, "package vote\n", string(source))
	require.NoError(t, os.WriteFile(filepath.Join(path, "sources", sum[:2], sum+".go"), []byte("other"), 0o644))
	_, err = folder.Source(sum)
	require.ErrorIs(t, err, results.ErrDamaged)
}

func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	if os.Getuid() == 0 {
		t.Log("root may write everywhere: a file in place of the folder stands for a full disk")
	}
	path := t.TempDir()
	folder := open(t, path)
	require.NoError(t, os.WriteFile(filepath.Join(path, "reports"), nil, 0o644))
	require.Error(t, folder.Keep(kept()))
	require.NoError(t, os.Remove(filepath.Join(path, "reports")))
	require.NoError(t, folder.Keep(kept()))
}
