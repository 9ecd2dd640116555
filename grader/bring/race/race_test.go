package race_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
	"raftlab/grader/bring/race"
	"raftlab/grader/gotools"
)

const server = "../testdata/servers/plain"

// with is a copy of a right server, with a text of its file replaced.
func with(t *testing.T, old, new string) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, os.DirFS(server)))
	file := filepath.Join(folder, "src", "raft1", "raft.go")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(text), old))
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(text), old, new, 1)), 0o600))
	return folder
}

// run runs it, on a machine that has a C compiler. Another one says so.
func run(t *testing.T, folder string) (report race.Report, can bool) {
	t.Helper()
	report, err := race.Run(t.Context(), folder, 3*time.Second)
	if _, none := exec.LookPath("gcc"); none != nil {
		require.ErrorIs(t, err, gotools.ErrUnable)
		assert.ErrorContains(t, err, "the race detector needs a C compiler")
		return report, false
	}
	require.NoError(t, err)
	return report, true
}

func TestARaceIsFoundInThePersonsFiles(t *testing.T) {
	const unlocked = "func (rf *Raft) GetState() (int, bool) {\n"
	folder := with(t, unlocked+"\trf.mu.Lock()\n\tdefer rf.mu.Unlock()\n", unlocked)
	for tries := 1; ; tries++ { // the detector sees what comes close together, which is up to the system
		report, can := run(t, folder)
		if !can {
			return
		}
		assert.Empty(t, report.Ended)
		found := false
		for _, r := range report.Races {
			for _, a := range []race.Access{r.One, r.Other} {
				if len(a.Stack) > 0 && a.Stack[0].Function == "raft1.(*Raft).GetState" {
					found = true
					assert.Equal(t, race.Frame{
						Function: "raft1.(*Raft).GetState", File: "src/raft1/raft.go", Line: 61,
					}, a.Stack[0])
				}
			}
		}
		if found {
			return
		}
		require.Less(t, tries, 10, "%+v", report.Races)
	}
}

func TestARightServerHasNoRace(t *testing.T) {
	if report, can := run(t, server); can {
		assert.Empty(t, report.Races)
		assert.Empty(t, report.Ended)
		assert.Positive(t, report.Restarts)
		assert.Equal(t, "raft1", report.Whole.Shape)
	}
}

func TestAProgramThatEndsByItself(t *testing.T) {
	const unlocked = "func (rf *Raft) GetState() (int, bool) {\n"
	report, can := run(t, with(t, unlocked, unlocked+"\tpanic(\"no state\")\n"))
	if can {
		assert.Equal(t, "panic: no state", report.Ended)
	}
}

func TestAFolderThatDoesNotCompile(t *testing.T) {
	_, err := race.Run(t.Context(), t.TempDir(), time.Second)
	var unfit *bring.Unfit
	assert.ErrorAs(t, err, &unfit)
}
