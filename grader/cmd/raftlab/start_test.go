package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The test of a learner's folder needs no network and does not change the checkout.
func TestALearnersFolderJudgesItsOwnFiles(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "mine")
	code, out, errOut := runForTest("start", folder)
	require.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "begin with exercises/")
	assert.NoDirExists(t, filepath.Join(folder, "exercises", "vote", "solution"))

	goTest := func() (string, error) {
		command := exec.Command("go", "test", "-v", "./exercises/vote", "-schedules", "3")
		command.Dir = folder
		command.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=")
		output, err := command.CombinedOutput()
		return string(output), err
	}
	output, err := goTest()
	require.NoError(t, err, output)
	assert.Contains(t, output, "SKIP")

	mine := filepath.Join(folder, "exercises", "vote", "vote.go")
	text := "package vote\n\nimport \"raftlab/raft\"\n\n" +
		"func HandleRequestVote" + signature + "{ return raft.RequestVoteReply{} }\n"
	require.NoError(t, os.WriteFile(mine, []byte(text), 0o600))
	output, err = goTest()
	require.Error(t, err)
	assert.Contains(t, output, "the first election of an empty cluster (liveness)")

	code, out, _ = runForTest("start", folder)
	assert.Equal(t, exitDone, code)
	assert.Contains(t, out, "0 files written", "what a learner wrote is left alone")
}

func TestALearnersFolderInsideTheCheckoutIsRefused(t *testing.T) {
	code, _, errOut := runForTest("start", "mine")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, errOut, "is inside the checkout")
}
