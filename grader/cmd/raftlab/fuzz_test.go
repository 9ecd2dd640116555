package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/protocols/known"
)

func TestFuzzOfTheReferenceIsClean(t *testing.T) {
	code, out, errOut := runForTest("fuzz", "--schedules", "60", "--seed", "100")
	require.Equal(t, exitDone, code, errOut)
	assert.Empty(t, errOut, "progress is for terminals")
	assert.Regexp(t,
		`^60 schedules from seed 100 · [\d,]+ events · [\d.]+ s · [\d,]+ events/s · rules reference\n`, out)
	assert.Regexp(t, `\nfaults +loss [\d,]+ · duplicate`, out)
	assert.Regexp(t, `\nchecks +election-safety [\d,]+ · leader-append-only`, out)
	assert.Regexp(t, `\nsometimes +leader-elected [\d,]+`, out)
	assert.Contains(t, out, "nothing broke\n")
}

func TestFuzzFindsShrinksAndSaves(t *testing.T) {
	folder := t.TempDir()
	code, out, errOut := runForTest(
		"fuzz", "--schedules", "40", "--rules", "vote-twice", "--save", folder, "--shrink", "2")
	require.Equal(t, exitFailed, code)
	assert.Regexp(t, `raftlab: \d+ of 40 schedules broke a property`, errOut)
	assert.Contains(t, out, "Election Safety (Figure 3, §5.2)\n")
	assert.Contains(t, out, "commands are left of")
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	require.NoError(t, err)
	require.Len(t, files, 2)
	code, _, errOut = runForTest("run", files[0], "--rules", "vote-twice")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errOut, "Election Safety")
	code, _, errOut = runForTest("run", files[0])
	assert.Equal(t, exitDone, code, errOut+": with the reference, the same schedule breaks nothing")
	traces, err := filepath.Glob(filepath.Join(folder, "*.trace"))
	require.NoError(t, err)
	require.Len(t, traces, 2)
	code, _, errOut = runForTest("replay", traces[0])
	assert.Equal(t, exitDone, code, errOut)
}

func TestFuzzAsJSON(t *testing.T) {
	code, out, _ := runForTest(
		"fuzz", "--schedules", "30", "--rules", "vote-any-log", "--json", "--faults", "none", "--servers", "4")
	var report fuzzReport
	require.NoError(t, json.Unmarshal([]byte(out), &report))
	assert.Equal(t, 1, report.Version)
	assert.Equal(t, 30, report.Schedules)
	assert.Equal(t, "vote-any-log", report.Rules)
	for _, fault := range report.Faults {
		assert.Zero(t, fault.Count, fault.Name)
	}
	assert.Equal(t, code == exitFailed, len(report.Broken) > 0)
}

func TestFuzzCountsOnlyTheRequestedFaults(t *testing.T) {
	_, out, _ := runForTest("fuzz", "--schedules", "40", "--faults", "pause,clock", "--json")
	var report fuzzReport
	require.NoError(t, json.Unmarshal([]byte(out), &report))
	for _, fault := range report.Faults {
		assert.Equal(t, fault.Name == "pause" || fault.Name == "clock", fault.Count > 0, fault.Name)
	}
}

func TestInterruptedFuzzPrintsItsResults(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out bytes.Buffer
	o := fuzzOptions{
		known: known.Protocols(), protocol: "raft", rules: "reference",
		schedules: 100, seed: 1, faults: "all", events: 1000, jobs: 2,
	}
	err := o.run(ctx, &out, &out)
	var exit *exitError
	require.True(t, errors.As(err, &exit))
	assert.Equal(t, exitInterrupted, exit.code)
	assert.ErrorContains(t, err, "interrupted after 0 schedules")
	assert.Contains(t, out.String(), "0 schedules from seed 1")
}

func TestFuzzThatCannotJudgeDoesNotPass(t *testing.T) {
	code, out, errOut := runForTest("fuzz", "--schedules", "3", "--events", "20")
	assert.Equal(t, exitInconclusive, code)
	assert.Contains(t, errOut, "3 of 3 schedules could not be judged to their end; the first is seed 1")
	assert.Contains(t, out, "never: ")
}

func TestWrongArgumentsOfFuzzAreExplained(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--servers", "1"}, "--servers 1 cannot disagree with anyone"},
		{[]string{"--servers", "10"}, "--servers 10 is not between 0 and 9"},
		{[]string{"--schedules", "0"}, "--schedules 0 is not between"},
		{[]string{"--jobs", "0"}, "--jobs 0 is not between"},
		{[]string{"--faults", "crush"}, `unknown kind of fault: "crush"; did you mean "crash"?`},
		{[]string{"--rules", "vote-twise"}, `did you mean "vote-twice"?`},
		{[]string{"--protocol", "rafd"}, `unknown protocol "rafd"; did you mean "raft"?`},
		{[]string{"extra"}, "unknown command"},
		{[]string{"--sede", "4"}, `--sede`},
	} {
		code, _, errOut := runForTest(append([]string{"fuzz"}, test.args...)...)
		assert.Equal(t, exitUsage, code, test.args)
		assert.Contains(t, errOut, test.want)
	}
}

func TestFuzzReportsWhatItCannotSave(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	code, _, errOut := runForTest("fuzz", "--schedules", "20", "--rules", "vote-twice", "--save", file)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errOut, "save what was found")
}

func TestTheScenarioPageHasEveryVerb(t *testing.T) {
	code, out, _ := runForTest("help", "scenario")
	require.Equal(t, exitDone, code)
	for _, word := range []string{
		"  crash S3 ", "  expect linearizable\n", "  deliver S1 > S2 [2] [again]\n", "Single messages\n", "  groups 2 ",
	} {
		assert.Contains(t, out, word)
	}
}

func TestFuzzSaysWhatShareOfTheStatesItReached(t *testing.T) {
	code, out, errOut := runForTest("fuzz", "--servers", "3", "--schedules", "60", "--coverage")
	require.Equal(t, exitDone, code, errOut)
	assert.Regexp(t, `(?m)^coverage   \d+ of [\d,]+ states \(\d+\.\d %\) that up to 9 events of 3 servers lead to, `+
		`in terms up to 2$`, out)
	code, out, errOut = runForTest("fuzz", "--servers", "3", "--schedules", "60", "--coverage", "--json")
	require.Equal(t, exitDone, code, errOut)
	var report fuzzReport
	require.NoError(t, json.Unmarshal([]byte(out), &report))
	assert.Greater(t, report.Coverage.Reached, 50)
	assert.Less(t, report.Coverage.Reached, report.Coverage.States)
	code, _, errOut = runForTest("fuzz", "--coverage")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, errOut, "--coverage needs --servers")
}
