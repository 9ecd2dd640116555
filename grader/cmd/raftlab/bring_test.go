package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/bring"
	"raftlab/grader/bring/verdict"
)

// broughtFolder is a copy of a whole server that is right, with one text of its file replaced.
func broughtFolder(t *testing.T, old, new string) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, os.DirFS("../../bring/testdata/servers/plain")))
	file := filepath.Join(folder, "src", "raft1", "raft.go")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(text), old))
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(text), old, new, 1)), 0o600))
	return folder
}

const madeFrom = `src/raft1: 6.5840 since 2024, with raftapi and tester1
  replaced  6.5840/labgob, 6.5840/labrpc, 6.5840/raftapi, 6.5840/tester1: by the lab's own package
  left out  1 test file: the lab's own schedules judge
  left out  src/raft1/server.go: it is of the course's tests: it imports testing
  assumed   Go 1.22: go.mod says so

`

func TestAWholeServerThatDoesNotSaveItsVote(t *testing.T) {
	folder := broughtFolder(t, "\trf.persist()\n\trf.resetDeadline()\n\treply.VoteGranted", "\treply.VoteGranted")
	found := filepath.Join(t.TempDir(), "found")
	code, out, errOut := runForTest("bring", folder, "--schedules", "0", "--save", found)
	assert.Equal(t, exitFailed, code)
	assert.Equal(t, "raftlab: the server does not pass\n", errOut)
	assert.Contains(t, out, madeFrom+"✗ Saved before it is sent (safety)   Figure 2, persistent state\n")
	assert.Contains(t, out, "\n  in election-1, A leader is elected, and stays, seed 1\n")
	assert.Contains(t, out, "src/raft1: 0 of 1 runs pass · ")

	trace := filepath.Join(found, "save-first-election-1.trace")
	code, out, errOut = runForTest("trace", trace)
	assert.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "sends what it has not saved: it grants a vote")
}

func TestAWholeServerThatDoesNotCompile(t *testing.T) {
	folder := broughtFolder(t, "rf.applyCond.Signal()\n\t}\n\treply.Success = true", "unknown()\n\t}")
	code, out, errOut := runForTest("bring", folder, "--json")
	assert.Equal(t, exitFailed, code)
	assert.Equal(t, "raftlab: no program can be made of the folder\n", errOut)
	var report verdict.Report
	require.NoError(t, json.Unmarshal([]byte(out), &report))
	assert.Equal(t, verdict.Version, report.Version)
	assert.Equal(t, grader.Compile, report.Verdict)
	assert.Equal(t, "raft1", report.Shape)
	assert.Equal(t, []bring.Complaint{
		{File: "src/raft1/raft.go", Line: 196, Column: 3, Message: "undefined: unknown"},
	}, report.Complaints)
	assert.NotEmpty(t, report.By.Hash)
}

func TestAFolderWithoutAServer(t *testing.T) {
	folder := t.TempDir()
	code, out, _ := runForTest("bring", folder)
	assert.Equal(t, exitFailed, code)
	assert.Equal(t, folder+": no program can be made of it\n"+
		"  in 0 packages of Go there is none with a function Make that imports labrpc, with New and a method Step, "+
		"or with New and go.etcd.io/raft/v3\n"+
		"      name the package's folder, such as src/raft; see raftlab help bring for the shapes\n", out)

	code, out, errOut := runForTest("bring", filepath.Join(folder, "mine"))
	assert.Equal(t, exitUsage, code)
	assert.Empty(t, out)
	assert.Equal(t, "raftlab: there is no folder "+filepath.Join(folder, "mine")+"\n", errOut)

	code, _, errOut = runForTest("bring", folder, "--schedules", "-1")
	assert.Equal(t, exitUsage, code)
	assert.Equal(t, "raftlab: --schedules -1 is not between 0 and 1,000,000\n", errOut)
}

func TestTheSchemaOfBring(t *testing.T) {
	code, out, _ := runForTest("schema", "bring")
	assert.Equal(t, exitDone, code)
	assert.Contains(t, out, `"title": "A report of raftlab bring"`)
	assert.Contains(t, out, `"$ref": "#/$defs/Finding"`)
}

func TestTheRaceDetectorNamesBothPlaces(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Log("there is no C compiler: package race tests what is said then")
		return
	}
	const unlocked = "func (rf *Raft) GetState() (int, bool) {\n"
	folder := broughtFolder(t, unlocked+"\trf.mu.Lock()\n\tdefer rf.mu.Unlock()\n", unlocked)
	code, out, errOut := runForTest("bring", folder, "--race=5s")
	assert.Equal(t, exitFailed, code)
	assert.Equal(t, "raftlab: the race detector has something to say\n", errOut)
	assert.Contains(t, out, "  watched   5s of five servers in one process of this machine: no seed decides this run")
	assert.Contains(t, out, "✗ Data race: nothing puts these two in an order\n")
	assert.Regexp(t, `(?m)^  reads   src/raft1/raft\.go:61  raft1\.\(\*Raft\)\.GetState$`, out)
	assert.Regexp(t, `(?m)^  writes  src/raft1/raft\.go:\d+  raft1\.\(\*Raft\)\.\w+$`, out)

	code, _, errOut = runForTest("bring", folder, "--race", "--json")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, errOut, "--race has no report to print with --json")
	code, _, errOut = runForTest("bring", folder, "--race=1h")
	assert.Equal(t, exitUsage, code)
	assert.Equal(t, "raftlab: --race=1h0m0s is not between 1s and 10m\n", errOut)
}
