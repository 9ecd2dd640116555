package solo_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges/vote"
	"raftlab/grader/rulecall"
	"raftlab/grader/solo"
	"raftlab/grader/witness"
	"raftlab/raft/reference"
)

// TestMain lets the test program be one that judges.
func TestMain(m *testing.M) {
	if os.Getenv("RULE") == "reference" {
		solo.Main(vote.Exercise(), func(rules *rulecall.Rules) {
			rules.HandleRequestVote = reference.HandleRequestVote
		})
		return
	}
	os.Exit(m.Run())
}

// judge runs the test program as one that judges.
func judge(t *testing.T, args ...string) (output string, err error) {
	t.Helper()
	ourselves, err := os.Executable()
	require.NoError(t, err)
	command := exec.Command(ourselves, args...)
	command.Env = append(os.Environ(), "RULE=reference")
	printed, err := command.CombinedOutput()
	return string(printed), err
}

func TestAProgramJudgesTheRulesLinkedIntoIt(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	require.NoError(t, witness.Create(at("calls")))
	require.NoError(t, os.WriteFile(at("progress"), nil, 0o600))
	output, err := judge(t,
		"-report", at("report"), "-calls", at("calls"), "-progress", at("progress"), "-schedules", "3", "-seed", "9")
	require.NoError(t, err, output)
	text, err := os.ReadFile(at("report"))
	require.NoError(t, err)
	var report grader.ReportJSON
	require.NoError(t, json.Unmarshal(text, &report))
	assert.Equal(t, grader.Pass, report.Verdict)
	assert.Equal(t, 3, report.Schedules)
	calls, rule := witness.Read(at("calls"))
	assert.Greater(t, calls, uint64(1000))
	assert.Equal(t, "HandleRequestVote", rule)
	progress, err := os.ReadFile(at("progress"))
	require.NoError(t, err)
	assert.Contains(t, string(progress), `"kind":"check"`)
}

func TestAProgramThatCannotWriteItsReportFails(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "no", "folder")
	for _, flag := range []string{"-report", "-progress", "-calls"} {
		args := []string{"-report", filepath.Join(t.TempDir(), "report"), "-schedules", "1"}
		output, err := judge(t, append(args, flag, missing)...)
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit)
		assert.Equal(t, solo.ExitUnable, exit.ExitCode(), "this is not the learner's fault")
		assert.Contains(t, output, missing)
	}
}
