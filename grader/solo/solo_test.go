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
	"raftlab/grader/judges/sessions"
	"raftlab/grader/judges/vote"
	"raftlab/grader/rulecall"
	"raftlab/grader/solo"
	"raftlab/grader/witness"
	"raftlab/raft/reference"
)

// TestMain lets the test program be one that judges.
func TestMain(m *testing.M) {
	switch os.Getenv("RULE") {
	case "vote":
		solo.Main(vote.Exercise(), func(rules *rulecall.Rules) {
			rules.HandleRequestVote = reference.HandleRequestVote
		})
		return
	case "sessions":
		solo.MainOfSessions(sessions.Exercise(), func(rules *rulecall.Rules) {
			rules.SessionRules = sessions.Exercise().Reference()
		})
		return
	}
	if judges, ok := others[os.Getenv("RULE")]; ok {
		judges()
		return
	}
	os.Exit(m.Run())
}

// judge runs the test program as one that judges the reference.
func judge(t *testing.T, rule string, args ...string) (output string, err error) {
	t.Helper()
	ourselves, err := os.Executable()
	require.NoError(t, err)
	command := exec.Command(ourselves, args...)
	command.Env = append(os.Environ(), "RULE="+rule)
	printed, err := command.CombinedOutput()
	return string(printed), err
}

func TestAProgramJudgesTheRulesLinkedIntoIt(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	require.NoError(t, witness.Create(at("calls")))
	require.NoError(t, os.WriteFile(at("progress"), nil, 0o600))
	output, err := judge(t, "vote",
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

func TestAProgramJudgesTheRulesOfSessions(t *testing.T) { passes(t, "sessions") }

// passes judges the reference.
func passes(t *testing.T, rule string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report")
	output, err := judge(t, rule, "-report", path, "-schedules", "3")
	require.NoError(t, err, output)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var report grader.ReportJSON
	require.NoError(t, json.Unmarshal(text, &report))
	assert.Equal(t, grader.Pass, report.Verdict)
}

func TestAProgramThatCannotWriteItsReportFails(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "no", "folder")
	for _, flag := range []string{"-report", "-progress", "-calls"} {
		args := []string{"-report", filepath.Join(t.TempDir(), "report"), "-schedules", "1"}
		output, err := judge(t, "vote", append(args, flag, missing)...)
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit)
		assert.Equal(t, solo.ExitUnable, exit.ExitCode(), "this is not the learner's fault")
		assert.Contains(t, output, missing)
	}
}
