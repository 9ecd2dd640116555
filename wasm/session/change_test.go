package session_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/wasm/protocol"
)

// marks is the page's knowledge of the servers' last changes.
type marks map[int]protocol.ChangeView

func (m marks) take(f protocol.Frame) {
	for _, change := range f.Changes {
		if m[change.Server] = change; change.Event == 0 {
			delete(m, change.Server)
		}
	}
}

// A moment may be reached step by step, backwards, by a jump, or through another branch.
func TestChangesAreTheLastSteps(t *testing.T) {
	k := newTalk(t)
	page, at := marks{}, map[uint64]marks{}
	snapshot := func() marks {
		copied := marks{}
		for id, change := range page {
			copied[id] = change
		}
		return copied
	}
	before := k.frame(protocol.StartRequest{Scenario: "c2-figure-8"})
	page.take(before)
	assert.Empty(t, page)
	at[before.Event] = snapshot()
	for range 250 {
		f := k.frame(protocol.StepRequest{})
		page.take(f)
		for i, now := range f.Servers {
			old := before.Servers[i]
			if old.Level == now.Level && old.Badge == now.Badge && raftOf(old).CommitIndex == raftOf(now).CommitIndex &&
				old.Up == now.Up {
				continue
			}
			require.Equal(t, f.Event, page[now.ID].Event, "S%d at event %d", now.ID, f.Event)
			assert.Equal(t, old.Level, page[now.ID].Before.Level)
			assert.Equal(t, old.Badge, page[now.ID].Before.Badge)
			assert.Equal(t, raftOf(old).CommitIndex, raftOf(page[now.ID].Before).CommitIndex)
		}
		at[f.Event], before = snapshot(), f
	}
	last := before.Event
	for _, event := range []uint64{last / 2, 7, last - 3, 0, last / 3, last} {
		f := k.frame(protocol.SeekRequest{Event: int64(event)})
		page.take(f)
		require.Equal(t, at[f.Event], page, "event %d", f.Event)
	}
	for range 40 {
		f := k.frame(protocol.BackRequest{})
		page.take(f)
		require.Equal(t, at[f.Event], page, "back at event %d", f.Event)
	}
	page.take(k.frame(protocol.DoRequest{Line: "crash S5"}))
	assert.True(t, page[5].Before.Up, "it was up before it crashed")
	f := k.frame(protocol.SwitchRequest{Branch: 0})
	page.take(f)
	require.Equal(t, at[f.Event], page)
}
