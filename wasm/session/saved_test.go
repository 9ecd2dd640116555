package session_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/link"
	"raftlab/wasm/protocol"
)

// read is a file that was saved when the page spoke version 3 of the protocol.
func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return string(text)
}

// TestSavedTracesReplay: a trace saved by an older page opens, and a replay gives every line of it.
func TestSavedTracesReplay(t *testing.T) {
	for _, name := range []string{"v3-fork.trace", "v3-figure-8-broken.trace"} {
		text := read(t, name)
		lines := strings.Split(strings.TrimSpace(text), "\n")
		saved := lines[:len(lines)-1] // the last line is the file's, not the run's
		last, _, _ := strings.Cut(saved[len(saved)-1], " ")
		event, err := strconv.ParseInt(last, 10, 64)
		require.NoError(t, err)
		f := newTalk(t).frame(protocol.StartRequest{Text: text, Event: event})
		all := append(f.Header, f.Lines...)
		require.GreaterOrEqual(t, len(all), len(saved), name)
		assert.Equal(t, saved, all[:len(saved)], name)
	}
}

// TestSavedLinkOpens at the moment in the link.
func TestSavedLinkOpens(t *testing.T) {
	run, err := link.Decode(strings.TrimSpace(read(t, "v3-page.link")))
	require.NoError(t, err)
	f := newTalk(
		t,
	).frame(protocol.StartRequest{Text: run.Scenario, Rules: run.Rules, Own: run.Own, Seed: run.Seed,
		Event: int64(run.Event)})
	assert.Equal(t, uint64(61), f.Event, "the step of event 60 has two lines")
	assert.Equal(t, "vote-twice", f.Rules)
	assert.True(t, f.Past)
	assert.Equal(t, "60 216180 S1 send", strings.Join(strings.Fields(f.Lines[59])[:4], " "))
}
