package session_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/wasm/protocol"
)

// withFaults plays free play with the random faults of a seed, in spans of that length, and returns the trace.
func withFaults(t *testing.T, seed string, span lab.Duration, steps bool) []string {
	t.Helper()
	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Servers: 5})
	lines := append(f.Header, f.Lines...)
	const end = 6 * int64(lab.Second)
	f = k.frame(protocol.NemesisRequest{Seed: seed})
	assert.Equal(t, seed, f.Nemesis)
	assert.Equal(t, int64(600*lab.Millisecond), f.BetweenFaults)
	lines = append(lines, f.Lines...)
	for f.Now < end {
		if steps {
			f = k.frame(protocol.StepRequest{})
		} else {
			f = k.frame(protocol.AdvanceRequest{Until: min(f.Now+int64(span), end), Events: 2000})
		}
		lines = append(lines, f.Lines...)
	}
	assert.Contains(t, strings.Join(lines, "\n"), " - note random faults of seed "+seed)
	return lines
}

// The number of requests for the same span does not matter.
func TestRandomFaultsDependOnTheSeedAlone(t *testing.T) {
	once := withFaults(t, "17", lab.Second, false)
	for name, again := range map[string][]string{
		"the same": withFaults(t, "17", lab.Second, false), "frame by frame": withFaults(t, "17",
			1700*lab.Microsecond, false),
		"step by step": withFaults(t, "17", 0, true)[:len(once)],
	} {
		assert.Equal(t, once, again, name)
	}
	assert.NotEqual(t, once, withFaults(t, "18", lab.Second, false))
	assert.Greater(t, strings.Count(strings.Join(once, "\n"), " do "), 5, "faults are typed")
}

// The trace has every typed line, so a replay does not need the seed.
func TestRunWithRandomFaultsReplays(t *testing.T) {
	lines := withFaults(t, "5", 20*lab.Millisecond, false)
	k := newTalk(t)
	again := k.frame(protocol.StartRequest{Text: strings.Join(lines, "\n"), Event: int64(len(lines))})
	assert.Equal(t, lines, append(again.Header, again.Lines...)[:len(lines)])
}

func TestRandomFaultsEndWithAllFaults(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 5})
	k.frame(protocol.NemesisRequest{Seed: "17"})
	k.frame(protocol.AdvanceRequest{Until: 5_000_000, Events: 100_000})
	f := k.frame(protocol.NemesisRequest{})
	assert.Empty(t, f.Nemesis)
	assert.Zero(t, f.BetweenFaults)
	assert.Empty(t, f.Cuts)
	assert.Empty(t, f.Flaky)
	for _, s := range f.Servers {
		assert.True(t, s.Up && !s.Paused && s.SkewPermille == 0 && s.DiskLatency == 0, "S%d", s.ID)
	}
	f = k.frame(protocol.NemesisRequest{})
	assert.Empty(t, f.Lines, "turning off twice writes no line")
	assert.Contains(t, k.failure(protocol.NemesisRequest{Seed: "-1"}), "whole number")
}

func TestRandomFaultsBeginABranchInThePast(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 3})
	k.frame(protocol.AdvanceRequest{Until: 1_000_000, Events: 100_000})
	k.frame(protocol.SeekRequest{Event: 20})
	f := k.frame(protocol.NemesisRequest{Seed: "3"})
	assert.Equal(t, 1, f.Branch)
	assert.Equal(t, "3", f.Nemesis)
	f = k.frame(protocol.SwitchRequest{Branch: 0})
	assert.Empty(t, f.Nemesis, "they belong to the branch")
}

func TestManualWorldHasNoRandomFaults(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Scenario: "free-play", Text: "# Free: By hand\nservers 3\nmanual\n"})
	assert.Contains(t, k.failure(protocol.NemesisRequest{Seed: "3"}), "manual")
}

func TestFrameHasTheRunsTiming(t *testing.T) {
	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Servers: 3})
	assert.Equal(t, raftcluster.RaftRun{ElectionMin: 150_000, ElectionMax: 300_000, Heartbeat: 50_000}, f.Part.Value)
	f = k.frame(protocol.StartRequest{Scenario: "free-play", Text: "# Free: Timeouts\nservers 3\nelection-timeout " +
		"40ms 80ms\nelection-timeout S2 20ms 90ms\nheartbeat 7ms\n"})
	assert.Equal(t, raftcluster.RaftRun{ElectionMin: 20_000, ElectionMax: 90_000, Heartbeat: 7_000}, f.Part.Value)
	assert.Empty(t, f.Scenario, "it is free play still")
}

func (k *talk) verdict() protocol.JudgeReply {
	k.t.Helper()
	reply := k.say(protocol.JudgeRequest{})
	v, ok := reply.(protocol.JudgeReply)
	require.True(k.t, ok, "%+v", reply)
	assert.Equal(k.t, k.id, v.ID)
	return v
}

func TestJudgingTheHistory(t *testing.T) {
	verdict := (*talk).verdict
	k := newTalk(t)
	assert.Contains(t, k.failure(protocol.JudgeRequest{}), "no world")
	k.frame(protocol.StartRequest{Servers: 3})
	assert.Equal(t, "linearizable", verdict(k).Outcome)
	f := k.frame(protocol.AdvanceRequest{Until: 1_000_000, Events: 100_000})
	before := f.Last
	k.frame(protocol.DoRequest{Line: "put x 3 via leader"})
	k.frame(protocol.AdvanceRequest{Until: 1_500_000, Events: 100_000})
	k.frame(protocol.DoRequest{Line: "get x via leader"})
	f = k.frame(protocol.AdvanceRequest{Until: 2_000_000, Events: 100_000})
	require.Equal(t, "3", f.Operations[1].Result)
	v := verdict(k)
	assert.Equal(
		t,
		protocol.JudgeReply{
			V:          protocol.Version,
			Kind:       "judge",
			ID:         k.id,
			Outcome:    "linearizable",
			Operations: 2,
			Culprits:   []int{},
		},
		v,
	)

	k.frame(protocol.SeekRequest{Event: int64(before) + 2})
	assert.Equal(t, 1, verdict(k).Operations, "the past has no later operations")
	assert.Empty(t, k.frame(protocol.SeekRequest{Event: int64(f.Last)}).Lines, "asking changes nothing")
}

// A replaced leader that does not know it answers from its own state. All properties of Figure 3 hold, and still a
// client reads a value that was overwritten before the request (§8).
func TestStaleReadIsNotLinearizable(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 3, Seed: "7"})
	now := int64(0)
	do := func(format string, args ...any) protocol.Frame {
		if format != "" {
			k.frame(protocol.DoRequest{Line: fmt.Sprintf(format, args...)})
		}
		now += 1_000_000
		return k.frame(protocol.AdvanceRequest{Until: now, Events: 100_000})
	}
	old := leader(do("")).ID
	do("put x 1")
	f := do("isolate S%d", old)
	replaced := f.Servers[old-1]
	require.Equal(t, "leader", replaced.Badge, "it has not heard of the election")
	var young protocol.ServerView
	for _, s := range f.Servers {
		if s.Badge == "leader" && s.ID != old {
			young = s
		}
	}
	require.Greater(t, young.Level, replaced.Level)
	do("put x 2 via S%d", young.ID)
	f = do("get x via S%d", young.ID)
	assert.Equal(t, "linearizable", k.verdict().Outcome)
	before := f.Last

	f = do("get x stale via S%d", old)
	stale := f.Operations[3]
	require.Equal(t, "ok", stale.Outcome)
	assert.Equal(t, "1", stale.Result)
	assert.Equal(t, len(raftOf(replaced).Entries), len(raftOf(f.Servers[old-1]).Entries), "the log is unchanged")
	v := k.verdict()
	assert.Equal(t, "broken", v.Outcome)
	assert.Contains(t, v.Sentence, "operation 4, get x stale, read 1")
	assert.Contains(t, v.Code, "linearizability.")
	assert.Contains(t, v.Culprits, stale.ID)
	assert.Greater(t, len(v.Culprits), 1, "one operation alone has an order")
	for _, check := range f.Checks {
		assert.True(t, check.OK, check.Name)
	}
	last := int64(f.Last)
	for event := last; event > int64(before); event-- {
		x, ok := k.say(protocol.ExplainRequest{Event: event}).(protocol.ExplainReply)
		require.True(t, ok)
		if strings.Contains(x.Sentence, "without asking anybody") {
			k.frame(protocol.SeekRequest{Event: int64(before)})
			assert.Equal(t, "linearizable", k.verdict().Outcome, "no answer was wrong before")
			return
		}
	}
	assert.Fail(t, "no event is explained by the stale read")
}
