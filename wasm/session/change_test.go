package session_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/wasm/protocol"
)

// marks is what the page has of the servers' last changes.
type marks map[int]protocol.ChangeView

func (m marks) take(f protocol.Frame) {
	for _, change := range f.Changes {
		if m[change.Server] = change; change.Event == 0 {
			delete(m, change.Server)
		}
	}
}

// TestChangesAreThoseOfTheLastStep, whichever way a moment is come to: step by step, back, by a leap, and
// by way of another branch.
func TestChangesAreThoseOfTheLastStep(t *testing.T) {
	k := newTalk(t)
	page, at := marks{}, map[uint64]marks{}
	snapshot := func() marks {
		copied := marks{}
		for id, change := range page {
			copied[id] = change
		}
		return copied
	}
	before := k.frame(protocol.Request{Kind: "start", Scenario: "c2-figure-8"})
	page.take(before)
	assert.Empty(t, page)
	at[before.Event] = snapshot()
	for range 250 {
		f := k.frame(protocol.Request{Kind: "step"})
		page.take(f)
		for i, now := range f.Servers {
			old := before.Servers[i]
			if old.Term == now.Term && old.Role == now.Role && old.CommitIndex == now.CommitIndex && old.Up == now.Up {
				continue
			}
			require.Equal(t, f.Event, page[now.ID].Event, "S%d at event %d", now.ID, f.Event)
			assert.Equal(t, old.Term, page[now.ID].Before.Term)
			assert.Equal(t, old.Role, page[now.ID].Before.Role)
			assert.Equal(t, old.CommitIndex, page[now.ID].Before.CommitIndex)
		}
		at[f.Event], before = snapshot(), f
	}
	last := before.Event
	for _, event := range []uint64{last / 2, 7, last - 3, 0, last / 3, last} {
		f := k.frame(protocol.Request{Kind: "seek", Event: int64(event)})
		page.take(f)
		require.Equal(t, at[f.Event], page, "event %d", f.Event)
	}
	for range 40 {
		f := k.frame(protocol.Request{Kind: "back"})
		page.take(f)
		require.Equal(t, at[f.Event], page, "back at event %d", f.Event)
	}
	page.take(k.frame(protocol.Request{Kind: "do", Line: "crash S5"}))
	assert.True(t, page[5].Before.Up, "it was up before it crashed")
	f := k.frame(protocol.Request{Kind: "switch", Branch: 0})
	page.take(f)
	require.Equal(t, at[f.Event], page)
}
