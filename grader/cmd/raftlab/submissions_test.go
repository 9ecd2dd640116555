package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/marks"
	"raftlab/grader/judges"
	"raftlab/grader/submissions"
)

// actAsRaftlab is a variable of the environment that makes the test program raftlab.
const actAsRaftlab = "ACT_AS_RAFTLAB"

// TestMain lets the test program act as raftlab, also for the processes that raftlab grade starts.
func TestMain(m *testing.M) {
	hidden := len(os.Args) > 1 && (os.Args[1] == gradeGuest || os.Args[1] == graderWorker ||
		os.Args[1] == wholeWorker)
	if hidden || os.Getenv(actAsRaftlab) != "" {
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

var whole = flag.Bool("whole", false, "have every submission judged, as make parity does")

// TestEverySubmissionIsJudgedAlike: a process and a guest under wazero give the same report, byte for byte, with the
// verdict of the table. Without -whole the test takes one submission of each exercise, of different kinds, because
// wazero takes seconds to compile a guest.
func TestEverySubmissionIsJudgedAlike(t *testing.T) {
	t.Parallel()
	root, err := checkout(t.Context())
	require.NoError(t, err)
	all, err := readSubmissions(root)
	require.NoError(t, err)
	require.Len(t, all, 7*len(judges.All()))
	o := gradeOptions{seed: 1, schedules: 200}
	if !*whole {
		o.schedules = 20
		all = submissions.Sample(all)
	}
	asGuests := slices.Clone(all)
	require.NoError(t, o.judgeSubmissions(t.Context(), root, all))
	o.sandbox = true
	require.NoError(t, o.judgeSubmissions(t.Context(), root, asGuests))
	for i, s := range all {
		assert.Equal(t, s.Verdict, s.Report.Verdict, "%s of %s", s.Name, s.Exercise)
		if s.Check != "" {
			isOfTheMistake := func(f grader.FindingJSON) bool { return f.Check == s.Check }
			assert.True(t, slices.ContainsFunc(s.Report.Findings, isOfTheMistake), "%s of %s", s.Name, s.Exercise)
		}
		assert.Equal(t, encoded(t, s.Report), encoded(t, asGuests[i].Report), "%s of %s", s.Name, s.Exercise)
		assertOneGroup(t, s)
	}
	t.Logf("%d submissions are judged alike, as a process and under wazero", len(all))
}

// costsMore are the submissions with one mistake that costs several groups, with the reason.
var costsMore = map[string]string{
	"a loop that never ends": "Nothing else of two tasks was shown: all of their checks are stopped.",
}

// assertOneGroup: each wrong submission has one mistake, and a mistake costs one group.
func assertOneGroup(t *testing.T, s judged) {
	t.Helper()
	judge, found := judges.Find(s.Exercise)
	require.True(t, found)
	m := marks.Of(class.Assigned{ID: s.Exercise, Points: judge.About().Points}, s.Report)
	failed := 0
	for _, group := range m.Groups {
		if !group.Passed {
			failed++
		}
	}
	want := 1
	switch {
	case s.Name == submissions.Solution:
		want = 0
	case s.Name == submissions.Starter:
		want = len(m.Groups)
	case costsMore[s.Name] != "":
		want = failed
		assert.Greater(t, failed, 1, "%s of %s is no exception any more", s.Name, s.Exercise)
	}
	assert.Equal(t, want, failed, "%s of %s: %+v", s.Name, s.Exercise, m.Groups)
}

func encoded(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return string(text)
}

func TestSubmissionsArePrintedForParity(t *testing.T) {
	code, out, errOut := runForTest("submissions")
	require.Equal(t, exitDone, code, errOut)
	var all []submissions.Submission
	decoder := json.NewDecoder(bytes.NewReader([]byte(out)))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&all))
	assert.Len(t, all, 7*len(judges.All()))
	_, help, _ := runForTest("help")
	for _, hidden := range []string{"submissions", gradeGuest} {
		assert.NotContains(t, help, hidden, "people have no use for it")
	}
}
