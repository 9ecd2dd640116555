package puzzles_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/protocols/known"
	"raftlab/lab/puzzles"
	"raftlab/lab/story"
)

// Package explore searches where every move is one event. In these puzzles time passes and single messages are held, so
// the test holds them itself: every set of messages, as far as the budget reaches.
const (
	// heldUntil is when the last message is held, tick how much time passes between two looks at what is in flight: far
	// less than a message takes.
	heldUntil = lab.Time(300 * lab.Millisecond)
	tick      = 2 * lab.Millisecond
	// settled is how long a run then goes on.
	settled = lab.Second
)

// holding plays a puzzle's moves, except for those that hold and release, and holds other messages. Each is released
// when the solution releases one. It reports the messages that could be held after the last of them.
func holding(t *testing.T, p *puzzles.Puzzle, side puzzles.Side, held []lab.MessageID) (bool, []lab.MessageID) {
	t.Helper()
	scenario, err := p.Scenario(side)
	require.NoError(t, err)
	all := known.Protocols()
	of, err := all.Of(scenario)
	require.NoError(t, err)
	runner, err := story.NewRunner(scenario, of.New(), all, nil)
	require.NoError(t, err)
	require.NoError(t, runner.Finish(10_000))
	w := runner.World()
	var more []lab.MessageID
	look := func() {
		for _, f := range w.InFlight() {
			if slices.Contains(held, f.ID) && !f.Held {
				require.NoError(t, runner.Do(fmt.Sprintf("hold m%d", f.ID)))
			} else if !slices.Contains(more, f.ID) && (len(held) == 0 || f.ID > held[len(held)-1]) {
				more = append(more, f.ID)
			}
		}
	}
	pass := func(to lab.Time) {
		for w.Now() < to && runner.Status() != story.Failed {
			runner.Advance(min(to, w.Now().Add(tick)), 10_000)
			if w.Now() < heldUntil {
				look()
			}
		}
	}
	for _, move := range p.Solution {
		if strings.HasPrefix(move.Do, "hold ") {
			continue
		}
		pass(move.At)
		commands := []string{move.Do}
		if strings.HasPrefix(move.Do, "release ") {
			commands = nil
			for _, id := range held {
				commands = append(commands, fmt.Sprintf("release m%d", id))
			}
		}
		for _, command := range commands {
			if runner.Status() != story.Failed {
				// A write may find no leader, and a message that was held may be lost with its link: other tries do.
				_ = runner.Do(command)
			}
		}
	}
	pass(max(w.Now(), heldUntil).Add(settled))
	return runner.Standing() == story.Reached, more
}

// reachedHolding looks for messages, most at most, whose holding reaches the goal, and counts the runs.
func reachedHolding(
	t *testing.T, p *puzzles.Puzzle, side puzzles.Side, held []lab.MessageID, most int, runs *int,
) []lab.MessageID {
	t.Helper()
	*runs++
	reached, more := holding(t, p, side, held)
	if reached {
		return held
	}
	if len(held) == most {
		return nil
	}
	for _, id := range more {
		if found := reachedHolding(t, p, side, append(slices.Clone(held), id), most, runs); found != nil {
			return found
		}
	}
	return nil
}

func TestFewerHeldMessagesDoNotReachTheGoal(t *testing.T) {
	searched := 0
	for _, p := range all(t) {
		holds := 0
		for _, move := range p.Solution {
			if strings.HasPrefix(move.Do, "hold m") {
				holds++
			}
		}
		if holds == 0 {
			continue
		}
		searched++
		t.Run(p.ID, func(t *testing.T) {
			fewer, runs := 0, 0
			shorter := reachedHolding(t, p, puzzles.OpenSide, nil, holds-1, &fewer)
			assert.Nil(t, shorter, "the solution is not the shortest")
			found := reachedHolding(t, p, puzzles.OpenSide, nil, holds, new(int))
			assert.Len(t, found, holds)
			assert.Nil(t, reachedHolding(t, p, puzzles.ClosedSide, nil, holds, &runs), "the closed side has a solution")
			assert.Greater(t, fewer, 5)
			assert.Greater(t, runs, 30)
			t.Log(found, fewer, runs)
		})
	}
	assert.GreaterOrEqual(t, searched, 2)
}
