package session_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/wasm/protocol"
)

// What takes long reports how far it is, and can be given up: then the run is unchanged.
func TestTheProgressOfALongReplayIsReportedAndItCanBeGivenUp(t *testing.T) {
	k := newTalk(t)
	type word struct{ done, of uint64 }
	var words []word
	var stop error
	k.session.OnProgress(func(done, of uint64) error {
		words = append(words, word{done, of})
		if len(words) > 3 {
			return stop
		}
		return nil
	})
	const goal = 3000
	f := k.frame(protocol.StartRequest{Servers: 5, Seed: "3", Event: goal})
	require.Greater(t, len(words), 4, "a run that is opened")
	for i, one := range words {
		assert.Equal(t, uint64(goal), one.of)
		assert.True(t, i == 0 || words[i-1].done < one.done)
	}
	k.frame(protocol.SeekRequest{Event: goal - 100})

	words, stop = nil, errors.New("given up")
	assert.Contains(t, k.failure(protocol.DoRequest{Line: "crash S1"}), "given up", "a branch in the past")
	assert.Len(t, words, 4)
	after := k.frame(protocol.SeekRequest{Event: int64(f.Event)})
	assert.Len(t, after.Branches, 1, "there is no branch")
	assert.Equal(t, bare(f), bare(after))

	words, stop = nil, nil
	k.frame(protocol.SeekRequest{Event: goal - 100})
	assert.Len(t, k.frame(protocol.DoRequest{Line: "crash S1"}).Branches, 2, "tried again, it is there")

	words, stop = nil, errors.New("given up")
	assert.Contains(t, k.failure(protocol.StartRequest{Servers: 5, Seed: "3", Event: goal}), "given up")
	assert.Contains(t, k.failure(protocol.StepRequest{}), "no world")
	words, stop = nil, nil
	again := k.frame(protocol.StartRequest{Servers: 5, Seed: "3", Event: goal})
	assert.Equal(t, bare(f), bare(again))
}
