package session_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/wasm/protocol"
)

// typedIn is what a link has of a branch: the header, and the typed lines.
func typedIn(f protocol.Frame) string {
	lines := f.Header
	for _, line := range f.Lines {
		if strings.Contains(line, " - do ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// twoWays plays a run in which the leader crashes, and one in which it does not.
func twoWays(t *testing.T) *talk {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 3, Seed: "8"})
	k.frame(protocol.AdvanceRequest{Until: 700_000, Events: 100_000})
	k.frame(protocol.DoRequest{Line: "put x 1 via leader"})
	f := k.frame(protocol.AdvanceRequest{Until: 900_000, Events: 100_000})
	k.frame(protocol.AdvanceRequest{Until: 1_500_000, Events: 100_000})
	k.frame(protocol.SeekRequest{Event: int64(f.Event)})
	k.frame(protocol.DoRequest{Line: "crash leader"})
	k.frame(protocol.AdvanceRequest{Until: 2_000_000, Events: 100_000})
	return k
}

func TestTwoBranchesAreSeenAtTheSameMoment(t *testing.T) {
	k := twoWays(t)
	shown := k.frame(protocol.SeekRequest{Event: 3})
	up := func(f protocol.Frame) (n int) {
		for _, s := range f.Servers {
			if s.Up {
				n++
			}
		}
		return n
	}
	first := k.frame(protocol.PeekRequest{Branch: 0, At: 1_200_000})
	second := k.frame(protocol.PeekRequest{Branch: 1, At: 1_200_000})
	assert.Equal(t, int64(1_200_000), first.Now)
	assert.Equal(t, int64(1_200_000), second.Now)
	assert.Equal(t, 3, up(first))
	assert.Equal(t, 2, up(second))
	assert.Empty(t, first.Lines)
	assert.Equal(t, []int{0, 1}, []int{first.Branch, second.Branch})

	late := k.frame(protocol.PeekRequest{Branch: 0, At: 1 << 40, Lines: 1})
	assert.Equal(t, int64(1_500_000), late.Now, "a branch has no later moment than its end")
	assert.Equal(t, uint64(1), late.From)
	assert.Len(t, late.Lines, int(late.Last))
	assert.NotEmpty(t, late.Header)
	early := k.frame(protocol.PeekRequest{Branch: 1, At: -5})
	assert.Zero(t, early.Now)

	again := k.frame(protocol.SeekRequest{Event: 3})
	assert.Equal(t, bare(shown), bare(again), "what is shown otherwise stays as it is")
	assert.Contains(t, k.failure(protocol.PeekRequest{Branch: 2}), "the branches are 0 to 1")
}

// A link has the typed lines of both branches. Both are played again, beside each other, with the same lines.
func TestARunPlayedBesideAnotherIsABranch(t *testing.T) {
	k := twoWays(t)
	was := [2]protocol.Frame{}
	for i := range was {
		was[i] = k.frame(protocol.PeekRequest{Branch: i, At: 1 << 40, Lines: 1})
	}
	again := newTalk(t)
	again.frame(protocol.StartRequest{Text: typedIn(was[0]), Event: int64(was[0].Last)})
	f := again.frame(protocol.BesideRequest{Text: typedIn(was[1]), Event: int64(was[1].Last)})
	require.Len(t, f.Branches, 2)
	assert.Equal(t, 0, f.Branch, "the first is still shown")
	for i, want := range was {
		got := again.frame(protocol.PeekRequest{Branch: i, At: want.Now, Lines: 1})
		require.GreaterOrEqual(t, len(got.Lines), len(want.Lines))
		assert.Equal(t, want.Lines, got.Lines[:len(want.Lines)])
		assert.Equal(t, want.Servers, got.Servers)
	}
	assert.Equal(t, 0, f.Branches[1].Parent)
	at := f.Branches[1].At
	assert.Equal(t, was[0].Lines[:at], was[1].Lines[:at])
	assert.NotEqual(t, was[0].Lines[at], was[1].Lines[at])

	f = again.frame(protocol.SwitchRequest{Branch: 1})
	assert.Equal(t, was[1].Lines[at:], f.Lines[:len(was[1].Lines)-int(at)])
	f = again.frame(protocol.AdvanceRequest{Until: f.Now + 300_000, Events: 1000})
	assert.Equal(t, 1, f.Branch, "and it goes on from its end")

	other := newTalk(t).frame(protocol.StartRequest{Servers: 3, Seed: "9"})
	for _, text := range []string{typedIn(other), "servers 3", ""} {
		assert.Contains(t, again.failure(protocol.BesideRequest{Text: text}), "begin differently")
	}
	f = again.frame(protocol.PeekRequest{})
	assert.Len(t, f.Branches, 2, "nothing was added")
}
