package session_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/lab"
	"raftlab/wasm/protocol"
)

// withWriters plays free play with clients of a seed that write by themselves, in spans of that length.
func withWriters(t *testing.T, seed, faults string, span lab.Duration, steps bool) []string {
	t.Helper()
	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Servers: 5})
	lines := append(f.Header, f.Lines...)
	f = k.frame(protocol.WritersRequest{Seed: seed})
	assert.Equal(t, seed, f.Writers)
	lines = append(lines, f.Lines...)
	if faults != "" {
		lines = append(lines, k.frame(protocol.NemesisRequest{Seed: faults}).Lines...)
	}
	const end = 4 * int64(lab.Second)
	for f.Now < end {
		if steps {
			f = k.frame(protocol.StepRequest{})
		} else {
			f = k.frame(protocol.AdvanceRequest{Until: min(f.Now+int64(span), end), Events: 2000})
		}
		lines = append(lines, f.Lines...)
	}
	assert.Contains(t, strings.Join(lines, "\n"), " - note clients write by themselves of seed "+seed)
	return lines
}

// The number of requests for the same span does not matter, nor does it with random faults.
func TestClientsThatWriteDependOnTheSeedAlone(t *testing.T) {
	for _, faults := range []string{"", "17"} {
		once := withWriters(t, "3", faults, lab.Second, false)
		assert.Equal(t, once, withWriters(t, "3", faults, 1700*lab.Microsecond, false), "frame by frame")
		assert.Equal(t, once, withWriters(t, "3", faults, 0, true)[:len(once)], "step by step")
		assert.NotEqual(t, once, withWriters(t, "4", faults, lab.Second, false))
		text := strings.Join(once, "\n")
		assert.Greater(t, strings.Count(text, "try put "), 15)
		assert.Contains(t, text, "try get x as C")
		assert.Contains(t, text, " as C2")
	}
}

// The trace has every typed line, so a replay does not need the seed.
func TestRunWithClientsThatWriteReplays(t *testing.T) {
	lines := withWriters(t, "5", "5", 20*lab.Millisecond, false)
	k := newTalk(t)
	again := k.frame(protocol.StartRequest{Text: strings.Join(lines, "\n"), Event: int64(len(lines))})
	assert.Equal(t, lines, append(again.Header, again.Lines...)[:len(lines)])
}

func TestClientsThatWriteCanBeTurnedOff(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 3})
	k.frame(protocol.WritersRequest{Seed: "1"})
	k.frame(protocol.AdvanceRequest{Until: 1_000_000, Events: 100_000})
	f := k.frame(protocol.WritersRequest{})
	assert.Empty(t, f.Writers)
	written := len(f.Operations)
	assert.Positive(t, written)
	f = k.frame(protocol.AdvanceRequest{Until: 2_000_000, Events: 100_000})
	assert.Len(t, f.Operations, written)
	assert.Empty(t, k.frame(protocol.WritersRequest{}).Lines, "turning off twice writes no line")
	assert.Contains(t, k.failure(protocol.WritersRequest{Seed: "-1"}), "whole number")
}

func TestClientsThatWriteNeedPassingTime(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Scenario: "free-play", Text: "# Free: By hand\nservers 3\nmanual\n"})
	assert.Contains(t, k.failure(protocol.WritersRequest{Seed: "3"}), "manual")
}

// They belong to the branch that they write in.
func TestClientsThatWriteBeginABranchInThePast(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 3})
	k.frame(protocol.AdvanceRequest{Until: 1_000_000, Events: 100_000})
	k.frame(protocol.SeekRequest{Event: 20})
	f := k.frame(protocol.WritersRequest{Seed: "3"})
	assert.Equal(t, 1, f.Branch)
	assert.Equal(t, "3", f.Writers)
	assert.Empty(t, k.frame(protocol.SwitchRequest{Branch: 0}).Writers)
}
