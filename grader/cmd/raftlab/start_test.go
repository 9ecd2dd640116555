package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestALearnersFolderJudgesWhatIsWrittenThere: with no network, and no change of the checkout.
func TestALearnersFolderJudgesWhatIsWrittenThere(t *testing.T) {
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
	require.NoError(t, os.WriteFile(mine, []byte("package vote\n\nimport \"raftlab/raft\"\n\nfunc HandleRequestVote"+signature+"{ return raft.RequestVoteReply{} }\n"), 0o600))
	output, err = goTest()
	require.Error(t, err)
	assert.Contains(t, output, "the first election of an empty cluster (safety)")

	code, out, _ = runForTest("start", folder)
	assert.Equal(t, exitDone, code)
	assert.Contains(t, out, "0 files written", "what a learner wrote is left alone")
}

func TestALearnersFolderLiesElsewhere(t *testing.T) {
	code, _, errOut := runForTest("start", "mine")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, errOut, "is inside the checkout")
}
