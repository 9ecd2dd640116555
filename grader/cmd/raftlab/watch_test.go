package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges/vote"
	"raftlab/grader/runfile"
)

func TestAWatchShowsTheFirstFindingAtOnce(t *testing.T) {
	var out bytes.Buffer
	w := &watch{out: &out}
	w.begin(vote.Exercise().About)
	for _, p := range []grader.Progress{
		{Kind: grader.CheckProgress, Stage: grader.Examples, Name: "a vote", Passed: true, Index: 1, Of: 23},
		{Kind: grader.CallsProgress, Done: 5000},
		{Kind: grader.FindingProgress, Finding: &grader.FindingJSON{
			Verdict: grader.Safety, Check: "Election Safety", Place: "§5.2", Sentence: "two\u001b[2J leaders",
		}},
		{Kind: grader.FindingProgress, Finding: &grader.FindingJSON{Verdict: grader.Safety, Check: "Log Matching"}},
		{Kind: grader.ShrinkingProgress, Done: 50},
		{Kind: grader.SchedulesProgress, Done: 40, Of: 200, Events: 61234},
		{Kind: grader.FindingProgress},
	} {
		w.take(p)
	}
	w.end()
	text := strings.ReplaceAll(out.String(), "\r\x1b[K", "|")
	assert.Equal(t, "|vote: compiling|vote: 1 of 23 checks|vote: 1 of 23 checks · 5000 small calls"+
		"|✗ Election Safety (safety)   §5.2\n  two.[2J leaders\n\n|vote: making what broke small · 50 runs"+
		"|vote: 1 of 23 checks · 40 of 200 schedules|", text)
}

func TestOnlyATerminalGetsAWatch(t *testing.T) {
	assert.Nil(t, watcher(&bytes.Buffer{}))
	file := openTemporary(t)
	assert.Nil(t, watcher(file))
	var nobody *watch
	nobody.begin(vote.Exercise().About)
	nobody.end()
	assert.Nil(t, nobody.progress())
}

// The program that judges reports its progress while it judges.
func TestProgressComesFromTheProgramThatJudges(t *testing.T) {
	t.Parallel()
	requireProgress(t, gradeOptions{seed: 1, schedules: 1})
}

func TestProgressComesFromAGuest(t *testing.T) {
	t.Parallel()
	requireProgress(t, gradeOptions{seed: 1, schedules: 1, sandbox: true})
}

func requireProgress(t *testing.T, o gradeOptions) {
	t.Helper()
	root, err := checkout(t.Context())
	require.NoError(t, err)
	file := learnersFile(t, "func HandleRequestVote"+signature+voteTwice)
	learner, err := runfile.Read(root, vote.Exercise().About, file, false)
	require.NoError(t, err)
	var out bytes.Buffer
	w := &watch{out: &out}
	w.begin(vote.Exercise().About)
	_, err = o.grade(t.Context(), root, learner, w)
	require.NoError(t, err)
	assert.Contains(t, out.String(), "✗ a second candidate in the same term (safety)")
	assert.Contains(t, out.String(), "vote: 22 of 25 checks")
}
