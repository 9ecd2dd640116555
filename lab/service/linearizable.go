package service

import (
	"errors"
	"fmt"
	"math"

	"raftlab/lab/linearizability"
	"raftlab/lab/story"
)

// ErrInconclusive is wrapped when a judgement ran out of its bound. It is neither good nor bad news.
var ErrInconclusive = errors.New("the judgement is inconclusive")

// linearizabilitySteps bounds the search for an order of the operations on one key. What a scenario
// does needs a few hundred steps.
const linearizabilitySteps = 1_000_000

// Linearizable judges the clients' history, within a bound of steps for each key. Operations that
// were certainly not carried out are no part of it; those that ended unknown, or have not ended, may
// have been carried out at any time since.
func (c *Clients) Linearizable(maxSteps int) linearizability.Verdict {
	return c.LinearizableUntil(math.MaxUint64, maxSteps)
}

// LinearizableUntil judges the history as it was just after an event: what was asked later is no part of
// it, and what was answered later had not ended.
func (c *Clients) LinearizableUntil(event uint64, maxSteps int) linearizability.Verdict {
	var operations []linearizability.Operation
	for _, op := range c.operations {
		ended := op.Outcome != Pending && op.ReturnedEvent <= event
		if op.InvokedEvent > event || ended && op.Outcome == Refused && !op.Answered {
			continue
		}
		operations = append(operations, linearizability.Operation{
			ID: op.ID, Command: op.Command, Result: op.Result, Known: op.Answered && ended,
			InvokedAt: op.InvokedAt, ReturnedAt: op.ReturnedAt,
			InvokedEvent: op.InvokedEvent, ReturnedEvent: op.ReturnedEvent,
		})
	}
	return linearizability.Check(operations, maxSteps)
}

// ExpectLinearizable breaks the property of the history when no order of the operations explains it.
func (c *Clients) ExpectLinearizable(_ *story.Runner, args *story.Args) (story.Wait, error) {
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	verdict, err := c.judgeHistory()
	if err == nil && verdict.Outcome == linearizability.NotLinearizable {
		return story.Wait{Break: c.linearizable.Broken(verdict.Sentence)}, nil
	}
	return story.Wait{}, err
}

// ExpectNotLinearizable is for a story that shows what clients should never see: a local read gives no promise,
// so that none breaks.
func (c *Clients) ExpectNotLinearizable(_ *story.Runner, args *story.Args) error {
	args.Keyword("linearizable")
	if err := args.End(); err != nil {
		return err
	}
	verdict, err := c.judgeHistory()
	if err == nil && verdict.Outcome != linearizability.NotLinearizable {
		return story.Unmet("some order of the operations explains what clients saw")
	}
	return err
}

// judgeHistory is Linearizable within our bound. Its error is that the bound was not enough.
func (c *Clients) judgeHistory() (linearizability.Verdict, error) {
	verdict := c.Linearizable(linearizabilitySteps)
	if verdict.Outcome == linearizability.Inconclusive {
		return verdict, fmt.Errorf("%w: no order of the operations on key %q was found or ruled out in %d steps", ErrInconclusive, verdict.Key, verdict.Steps)
	}
	return verdict, nil
}
