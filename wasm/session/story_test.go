package session_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

// Acting in a story leaves it: the rest of the script may no longer meet the state that it expects.

const figure8 = "c2-figure-8"

// forked is the result of `raftlab fork`: the scenario's lines up to an event, and then the command.
func forked(t *testing.T, id string, at uint64, command string) []string {
	t.Helper()
	scenario, err := scenarios.Find(id)
	require.NoError(t, err)
	var lines []string
	runner, err := story.NewRunner(
		scenario,
		raftcluster.New(raftcluster.DefaultSetup()),
		raftcluster.InProcess{},
		nil,
		func(line []byte) {
			lines = append(lines, strings.TrimSuffix(string(line), "\n"))
		},
	)
	require.NoError(t, err)
	for runner.World().Trace.Event() < at {
		require.True(t, runner.Step())
	}
	require.NoError(t, runner.Continue([]string{command}))
	runner.Advance(runner.World().Now().Add(300*lab.Millisecond), 100_000)
	return afterHeader(lines)
}

// The branch drops the rest of the script, at any event. Before, the script's own `crash S5` failed after the
// learner had crashed S5.
func TestActingInThePastOfAStoryEqualsAFork(t *testing.T) {
	k := newTalk(t)
	first := k.frame(protocol.StartRequest{Scenario: figure8})
	assert.True(t, first.Telling)
	end := k.frame(protocol.FinishRequest{})
	require.Equal(t, "finished", end.Status)
	assert.False(t, end.Telling)
	for i, at := range []int64{12, 57, 140, 231} {
		past := k.frame(protocol.SeekRequest{Event: at})
		assert.True(t, past.Telling)
		command := []string{"crash S1", "crash S5", "put x 1 via S2", "heal"}[i]
		f := k.frame(protocol.DoRequest{Line: command})
		assert.False(t, f.Telling)
		lines := append([]string{}, first.Lines...)
		lines = append(append(lines, end.Lines...)[:past.Event], f.Lines...)
		f = k.frame(protocol.AdvanceRequest{Until: past.Now + 300_000, Events: 100_000})
		assert.Equal(t, "playing", f.Status, f.Failure)
		require.Equal(
			t, forked(t, figure8, past.Event, command), append(lines, f.Lines...), "after event %d", past.Event,
		)
		back := k.frame(protocol.SwitchRequest{Branch: 0})
		assert.Equal(t, bare(end), bare(back))
	}
}

// The story can be continued, and ends as if there had been no action.
func TestActingInTheMiddleOfAStoryKeepsIt(t *testing.T) {
	k, other := newTalk(t), newTalk(t)
	other.frame(protocol.StartRequest{Scenario: figure8})
	want := other.frame(protocol.FinishRequest{})

	k.frame(protocol.StartRequest{Scenario: figure8})
	middle := k.frame(protocol.AdvanceRequest{Until: want.Now / 2, Events: 100_000})
	require.True(t, middle.Telling)
	own := k.frame(protocol.DoRequest{Line: "crash S5"})
	assert.Equal(t, 1, own.Branch)
	assert.False(t, own.Past)
	assert.False(t, own.Telling)
	assert.Equal(t, middle.Last+1, own.From, "the page has all that was before")
	assert.Contains(t, own.Lines[0], " leave")
	assert.Contains(t, strings.Join(own.Lines, "\n"), " S5 crash ")
	k.frame(protocol.DoRequest{Line: "restart S5"})
	own = k.frame(protocol.AdvanceRequest{Until: want.Now * 2, Events: 100_000})
	assert.Len(t, own.Branches, 2, "after leaving the story, actions stay in the same branch")
	assert.Equal(t, "playing", own.Status, own.Failure)
	require.Contains(t, k.failure(protocol.FinishRequest{}), story.ErrNoStory.Error())

	back := k.frame(protocol.SwitchRequest{Branch: 0})
	assert.True(t, back.Telling)
	assert.Equal(t, bare(middle), bare(back))
	end := k.frame(protocol.FinishRequest{})
	assert.Equal(t, want.Hash, end.Hash)
	assert.Equal(t, "finished", end.Status)
}

func TestShowingAStoryDoesNotLeaveIt(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Scenario: figure8})
	k.frame(protocol.AdvanceRequest{Until: 300_000, Events: 100_000})
	for _, line := range []string{"note here", "expect linearizable", "run 10ms"} {
		f := k.frame(protocol.DoRequest{Line: line})
		assert.Len(t, f.Branches, 1, line)
		assert.True(t, f.Telling, line)
	}
	assert.Equal(t, "finished", k.frame(protocol.FinishRequest{}).Status)
	f := k.frame(protocol.DoRequest{Line: "crash S5"})
	assert.Len(t, f.Branches, 1, "its end can be gone on with")
}

// The story continues as if there had been no attempt.
func TestImpossibleActionDoesNotLeaveTheStory(t *testing.T) {
	k, other := newTalk(t), newTalk(t)
	other.frame(protocol.StartRequest{Scenario: figure8})
	want := other.frame(protocol.FinishRequest{})
	k.frame(protocol.StartRequest{Scenario: figure8})
	k.frame(protocol.AdvanceRequest{Until: want.Now / 2, Events: 100_000})
	assert.Contains(t, k.failure(protocol.DoRequest{Line: "restart S2"}), "the server is up")
	assert.Contains(t, k.failure(protocol.DoRequest{Line: "servers 3"}), "is a setup verb")
	f := k.frame(protocol.FinishRequest{})
	assert.Len(t, f.Branches, 1)
	assert.Equal(t, want.Hash, f.Hash)
}

// Random faults would disturb the story.
func TestRandomFaultsLeaveAStory(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Scenario: "a1-silent-leader"})
	k.frame(protocol.AdvanceRequest{Until: 200_000, Events: 100_000})
	f := k.frame(protocol.NemesisRequest{Seed: "3"})
	assert.Equal(t, 1, f.Branch)
	assert.False(t, f.Telling)
	assert.Equal(t, "3", f.Nemesis)
	f = k.frame(protocol.AdvanceRequest{Until: 4_000_000, Events: 100_000})
	assert.Equal(t, "playing", f.Status, f.Failure)
	k.frame(protocol.SwitchRequest{Branch: 0})
	assert.Equal(t, "finished", k.frame(protocol.FinishRequest{}).Status)
}

// TestAStoryThatBreaksAPropertyIsShownAsTold: the run is over, the failure is shown, and it is the end that the story
// announced. Whoever left the story before has a failure like any other.
func TestAStoryThatBreaksAPropertyIsShownAsTold(t *testing.T) {
	const forgets = "d5-disk-that-forgets"
	k := newTalk(t)
	first := k.frame(protocol.StartRequest{Scenario: forgets})
	assert.Equal(t, "playing", first.Status)
	end := k.frame(protocol.FinishRequest{})
	assert.Equal(t, "told", end.Status)
	assert.Contains(t, end.Failure, "Durability (§5.3, §8) is broken")
	assert.NotEmpty(t, end.Causes)
	assert.Equal(t, "told", end.Branches[0].Status)

	k.frame(protocol.SeekRequest{Event: int64(end.Event) - 3})
	k.frame(protocol.DoRequest{Line: "crash S2"})
	left := k.frame(protocol.DoRequest{Line: "restart S2"})
	assert.Equal(t, "failed", left.Status)
}
