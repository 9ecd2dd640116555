package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
)

func TestAWatchShowsTheFirstFindingAsItComes(t *testing.T) {
	var out bytes.Buffer
	w := &watch{out: &out}
	w.begin(grader.Vote())
	lines := []string{
		`{"kind":"check","stage":"examples","name":"a vote","passed":true,"index":1,"of":23}`,
		`what a learner's program prints there`,
		`{"kind":"calls","done":5000}`,
		`{"kind":"finding","finding":{"verdict":"safety","check":"Election Safety","place":"§5.2","sentence":"two\u001b[2J leaders"}}`,
		`{"kind":"finding","finding":{"verdict":"safety","check":"Log Matching"}}`,
		`{"kind":"shrinking","done":50}`,
		`{"kind":"schedules","done":40,"of":200,"events":61234}`,
		`{"kind":"finding"}`,
		strings.Repeat("x", maxProgressLine+1),
	}
	w.read(strings.NewReader(strings.Join(lines, "\n")))
	w.end()
	text := strings.ReplaceAll(out.String(), "\r\x1b[K", "|")
	assert.Equal(t, "|vote: compiling|vote: 1 of 23 checks|vote: 1 of 23 checks · 5000 small calls"+
		"|✗ Election Safety (safety)   §5.2\n  two.[2J leaders\n\n|vote: making what broke small · 50 runs"+
		"|vote: 1 of 23 checks · 40 of 200 schedules|", text)
}

func TestWhatIsNoTerminalIsNotWatched(t *testing.T) {
	assert.Nil(t, watcher(&bytes.Buffer{}))
	file := openTemporary(t)
	assert.Nil(t, watcher(file))
	var nobody *watch
	nobody.begin(grader.Vote())
	nobody.end()
	to, done, err := nobody.pipe()
	assert.Nil(t, to)
	assert.NoError(t, err)
	done()
}

// TestProgressComesFromTheProgramThatJudges, while it does.
func TestProgressComesFromTheProgramThatJudges(t *testing.T) {
	t.Parallel()
	requireProgress(t, gradeOptions{seed: 1, schedules: 1})
}

func TestAGuestTellsItsProgress(t *testing.T) {
	t.Parallel()
	requireProgress(t, gradeOptions{seed: 1, schedules: 1, sandbox: true})
}

func requireProgress(t *testing.T, o gradeOptions) {
	t.Helper()
	root, err := checkout(t.Context())
	require.NoError(t, err)
	file := learnersFile(t, "func HandleRequestVote"+signature+voteTwice)
	learner, err := findLearners(root, grader.Vote(), file, false)
	require.NoError(t, err)
	var out bytes.Buffer
	w := &watch{out: &out}
	w.begin(grader.Vote())
	_, err = o.grade(t.Context(), root, learner, w)
	require.NoError(t, err)
	assert.Contains(t, out.String(), "✗ a second candidate in the same term (safety)")
	assert.Contains(t, out.String(), "vote: 21 of 23 checks")
}
