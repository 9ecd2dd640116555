package puzzles

import (
	"errors"
	"fmt"

	"raftlab/lab"
	"raftlab/lab/protocols/known"
	"raftlab/lab/story"
)

// Verdict is what a try came to.
type Verdict string

// The verdicts.
const (
	Reached Verdict = "reached"
	// NotYet: commands of the budget are left.
	NotYet Verdict = "not yet"
	// Spent: the budget is spent, and the goal is not reached.
	Spent Verdict = "budget spent"
	// Impossible: the same, on the side that has no solution.
	Impossible Verdict = "impossible"
	// Missed: the run has ended, and not with the goal.
	Missed Verdict = "missed"
)

// Outcome is a try, judged.
type Outcome struct {
	Verdict Verdict
	// Ended is why the run has ended, nil if it has not: a broken property is a *lab.Violation.
	Ended error
	// Left is what is left of the budget.
	Left []story.Allowance
	// Now is the time at the end.
	Now lab.Time
	// Hash is the hash of the trace at the end.
	Hash string
}

// Patience is how long a try's run continues after the last move, in virtual time: what the moves lead to may take a
// few elections.
const Patience = 20 * lab.Second

// Pace is how much time passes after each move in a manual world, so that a server can save.
const Pace = 10 * lab.Millisecond

// ErrRefused is wrapped when a move is refused.
var ErrRefused = errors.New("the lab refuses this")

// eventLimit is far more events than any puzzle needs.
const eventLimit = 200_000

// Play carries out moves on a side, and judges. An error is a command that was refused, with its number.
func (p *Puzzle) Play(side Side, moves []Move) (Outcome, error) {
	scenario, err := p.Scenario(side)
	if err != nil {
		return Outcome{}, err
	}
	all := known.Protocols()
	of, err := all.Of(scenario)
	if err != nil {
		return Outcome{}, err
	}
	runner, err := story.NewRunner(scenario, of.New(), all, nil)
	if err != nil {
		return Outcome{}, err
	}
	outcome, err := play(runner, side, moves)
	return outcome, errors.Join(err, runner.World().Close())
}

func play(runner *story.Runner, side Side, moves []Move) (Outcome, error) {
	if runner.UnderWay() {
		if err := runner.Finish(eventLimit); err != nil {
			return Outcome{}, fmt.Errorf("the beginning: %w", err)
		}
	}
	for i, move := range moves {
		runner.Advance(move.At, eventLimit)
		if runner.Status() == story.Failed {
			break
		}
		if err := runner.Do(move.Do); err != nil && runner.Status() != story.Failed {
			return Outcome{}, fmt.Errorf("%w: move %d, %s: %w", ErrRefused, i+1, move.Do, err)
		}
		if w := runner.World(); w.Manual() {
			runner.Advance(w.Now().Add(Pace), eventLimit)
		}
	}
	if w := runner.World(); !w.Manual() {
		runner.Advance(w.Now().Add(Patience), eventLimit)
	}
	return Outcome{
		Verdict: verdict(runner.Standing(), side), Ended: runner.Failure(), Left: runner.Budget(),
		Now: runner.World().Now(), Hash: runner.World().Trace.Hash(),
	}, nil
}

func verdict(standing story.Standing, side Side) Verdict {
	switch {
	case standing == story.Reached:
		return Reached
	case standing == story.Missed:
		return Missed
	case standing == story.Open:
		return NotYet
	case side == ClosedSide:
		return Impossible
	}
	return Spent
}
