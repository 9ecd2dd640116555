package session_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/protocols/known"
	"raftlab/lab/puzzles"
	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
	"raftlab/wasm/session"
)

// puzzling is a session in which a puzzle's beginning is over, and a way to ask it.
func puzzling(t *testing.T, p *puzzles.Puzzle) (protocol.Frame, func(any) protocol.Frame) {
	all := known.Protocols()
	engine := session.New(all, scenarios.Collection(), all, all)
	ask := func(request any) protocol.Frame {
		reply := engine.Handle(protocol.Request{Ask: request})
		frame, ok := reply.(protocol.Frame)
		require.True(t, ok, "%+v", reply)
		return frame
	}
	frame := ask(protocol.StartRequest{Scenario: p.ID, Text: p.Text(puzzles.OpenSide)})
	if frame.Telling {
		frame = ask(protocol.FinishRequest{})
	}
	return frame, ask
}

// The page makes a puzzle's moves by requests. That is the run which package puzzles judges.
func TestPageJudgesAsTheTestsOfThePuzzles(t *testing.T) {
	all, err := puzzles.All()
	require.NoError(t, err)
	for _, p := range all {
		t.Run(p.ID, func(t *testing.T) {
			frame, ask := puzzling(t, p)
			assert.Equal(t, "open", frame.Puzzle)
			for _, move := range p.Solution {
				ask(protocol.AdvanceRequest{Until: int64(move.At), Events: 200_000})
				frame = ask(protocol.DoRequest{Line: move.Do})
				if frame.Manual {
					frame = ask(protocol.AdvanceRequest{Until: frame.Now + int64(puzzles.Pace), Events: 200_000})
				}
			}
			frame = ask(protocol.AdvanceRequest{Until: frame.Now + int64(puzzles.Patience), Events: 200_000})
			assert.Equal(t, "reached", frame.Puzzle)
			assert.Equal(t, "told", frame.Status)
			outcome, err := p.Play(puzzles.OpenSide, p.Solution)
			require.NoError(t, err)
			assert.Equal(t, outcome.Hash, frame.Hash, "the same run")
		})
	}
}

func TestFrameShowsTheBudgetOfItsMoment(t *testing.T) {
	all, err := puzzles.All()
	require.NoError(t, err)
	_, ask := puzzling(t, all[0])
	before := ask(protocol.DoRequest{Line: "wake S1"})
	after := ask(protocol.DoRequest{Line: "wake S2"})
	wakes := func(f protocol.Frame) protocol.AllowanceView { return f.Budget[0] }
	assert.Equal(t, protocol.AllowanceView{Verbs: []string{"wake"}, Of: 2, Left: 1}, wakes(before))
	assert.Equal(t, 0, wakes(after).Left)
	past := ask(protocol.SeekRequest{Event: int64(before.Event)})
	assert.True(t, past.Past)
	assert.Equal(t, 1, wakes(past).Left)
	assert.Equal(t, "open", past.Puzzle)
}
