package session_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

func (k *talk) do(lines ...string) (f protocol.Frame) {
	k.t.Helper()
	for _, line := range lines {
		f = k.frame(protocol.DoRequest{Line: line})
	}
	return f
}

func TestFrameShowsFaultsOfLinksAndServers(t *testing.T) {
	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Servers: 3, Seed: "1"})
	assert.Empty(t, f.Holds)
	assert.Empty(t, f.Flaky)
	assert.False(t, f.Manual)

	f = k.do(
		"hold S1 > S2", "flaky S2 > S3 30%", "clock S1 fast 20%", "clock S2 slow 5%",
		"slow-disk S3 50ms", "reorder 10% 200ms", "torn 50%",
	)
	assert.Equal(t, [][2]int{{1, 2}}, f.Holds)
	assert.Equal(t, []protocol.FlakyView{{From: 2, To: 3, LossPermille: 300}}, f.Flaky)
	assert.Equal(
		t, []int{200, -50, 0},
		[]int{f.Servers[0].SkewPermille, f.Servers[1].SkewPermille, f.Servers[2].SkewPermille},
	)
	assert.EqualValues(
		t, []int64{0, 0, 50_000},
		[]int64{f.Servers[0].DiskLatency, f.Servers[1].DiskLatency, f.Servers[2].DiskLatency},
	)
	assert.Equal(t, 100, f.Dials.ReorderPermille)
	assert.EqualValues(t, 200_000, f.Dials.Reorder)
	assert.Equal(t, 500, f.Dials.TornPermille)

	f = k.do("recover")
	assert.Empty(t, f.Holds)
	assert.Empty(t, f.Flaky)
	for _, s := range f.Servers {
		assert.Zero(t, s.SkewPermille)
		assert.Zero(t, s.DiskLatency)
	}
	assert.Zero(t, f.Dials.TornPermille)
}

func TestHeldMessagesStayInTheFrameAndOthersPass(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 3, Seed: "1"})
	k.do("elect S1", "hold S1 > S2")
	f := k.frame(protocol.AdvanceRequest{Until: 400_000, Events: 100_000})
	held := slices.DeleteFunc(slices.Clone(f.Messages), func(m protocol.MessageView) bool { return !m.Held })
	require.NotEmpty(t, held)
	for _, m := range held {
		assert.Equal(t, [2]int{1, 2}, [2]int{m.From, m.To})
	}
	assert.True(
		t,
		slices.IsSortedFunc(held, func(a, b protocol.MessageView) int { return int(a.SentAt - b.SentAt) }),
		"the oldest first",
	)

	f = k.do("drop S1 > S2", "release S1 > S2")
	for _, m := range f.Messages {
		assert.False(t, m.Held)
	}
	assert.Empty(t, f.Holds)
}

const byHand = `# M: An election by hand

manual
servers 3
timeout S1
deliver S1 > S2
deliver S2 > S1
wake S1
`

func TestStepOfAManualWorldIsACommand(t *testing.T) {
	k := newTalk(t)
	require.NoError(t, k.session.BeginText("by-hand", byHand))
	f := k.frame(protocol.AdvanceRequest{})
	assert.True(t, f.Manual)
	assert.Len(t, f.Holds, 6)
	lines := f.Lines
	var kinds []string
	for range 3 {
		f = k.frame(protocol.StepRequest{})
		kinds = append(kinds, strings.Fields(f.Lines[0])[3])
		lines = append(lines, f.Lines...)
	}
	assert.Contains(t, strings.Join(lines, "\n"), "S1 control timeout")
	assert.Equal(t, []string{"deliver", "deliver", "wake"}, kinds)
	assert.Equal(t, "leader", f.Servers[0].Badge)
	for _, m := range f.Messages {
		assert.True(t, m.Held)
	}
	f = k.frame(protocol.FinishRequest{})
	assert.Equal(t, "finished", f.Status, f.Failure)

	f = k.do("deliver S1 > S3", "deliver S1 > S3")
	assert.Equal(t, 1, raftOf(f.Servers[2]).Leader, "a finished schedule continues, still manual")
}

func TestRandomScheduleCanBeStartedByName(t *testing.T) {
	scenario, ok := raftcluster.Nemesis().Named("schedule-7")
	require.True(t, ok)
	runner, err := story.NewRunner(scenario, raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{}, nil)
	require.NoError(t, err)
	require.NoError(t, runner.Finish(1_000_000))

	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Scenario: "schedule-7"})
	assert.Equal(t, "schedule-7", f.Scenario)
	assert.Equal(t, "7", f.Seed)
	f = k.frame(protocol.FinishRequest{})
	assert.Equal(t, "finished", f.Status, f.Failure)
	assert.Equal(t, runner.Hash(), f.Hash)
}

func TestUnusualBrokenPropertyHasCausesAndALight(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Scenario: "c2-figure-8", Rules: "commit-any-term"})
	f := k.frame(protocol.FinishRequest{})
	require.NotEmpty(t, f.Causes)
	last := int64(0)
	for _, line := range f.Causes {
		assert.Contains(t, f.Lines, line, "the run was short: its lines are all in this frame")
		assert.Greater(t, mustNumber(t, line), last)
		last = mustNumber(t, line)
	}
	assert.Less(t, last, int64(f.Event))
	assert.Len(t, f.Checks, len(raftcluster.Checks()))

	k = newTalk(t)
	require.NoError(t, k.session.BeginText("stuck", "# X: No progress\nservers 3\nelection-timeout 200ms "+
		"200ms\nexpect progress\n"))
	f = k.frame(protocol.FinishRequest{})
	require.Len(t, f.Checks, len(raftcluster.Checks())+1)
	light := f.Checks[len(f.Checks)-1]
	assert.Equal(t, "progress", light.ID)
	assert.False(t, light.OK)
	assert.NotEmpty(t, light.Sentence)
}

const twoLeaders = `# X: Two leaders after a long time
servers 3
rules vote-twice
election-timeout 400ms 800ms
jitter 0ms
elect S3
run 300s
timeout S1
run 1ms
timeout S2
run 100ms
`

// Only the last lines are kept, and they are still the right ones.
func TestCausesAreFoundInALongRun(t *testing.T) {
	k := newTalk(t)
	require.NoError(t, k.session.BeginText("long", twoLeaders))
	f := k.frame(protocol.FinishRequest{})
	require.Equal(t, "failed", f.Status)
	require.Greater(t, f.Event, uint64(50_000))
	require.NotEmpty(t, f.Causes)
	for _, line := range f.Causes {
		assert.Contains(t, f.Lines, line)
	}
	assert.Contains(
		t, strings.Join(f.Causes, "\n"), "S3 RequestVoteReply term=2 granted\n", "the votes that S3 gave twice",
	)
}
