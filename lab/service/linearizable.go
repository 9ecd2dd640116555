package service

import (
	"errors"
	"fmt"
	"math"

	"raftlab/lab/linearizability"
	"raftlab/lab/story"
)

// ErrInconclusive is wrapped when a check reached its limit without a verdict.
var ErrInconclusive = errors.New("the judgement is inconclusive")

// linearizabilitySteps bounds the search for an order of the operations on one key. A scenario needs a few hundred
// steps.
const linearizabilitySteps = 1_000_000

// Linearizable judges the clients' history, within a bound of steps for each key. It leaves out operations that
// were certainly not carried out. Operations that ended unknown, or have not ended, may have been carried out at
// any later time.
func (c *Clients) Linearizable(maxSteps int) linearizability.Verdict {
	return c.LinearizableUntil(math.MaxUint64, maxSteps)
}

// LinearizableUntil judges the history just after an event: later requests are left out, and requests with a later
// answer had not ended.
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

// ExpectLinearizable breaks the property of the history if no order of the operations explains it.
func (c *Clients) ExpectLinearizable(_ *story.Runner, args *story.Args) (story.Wait, error) {
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	verdict, err := c.judgeHistory()
	if err == nil && verdict.Outcome == linearizability.NotLinearizable {
		return story.Wait{Break: c.linearizable.Broken(verdict.Saying)}, nil
	}
	return story.Wait{}, err
}

// ExpectNotLinearizable is for a story about what clients should never see. A local read promises nothing, so no
// property breaks.
func (c *Clients) ExpectNotLinearizable(args *story.Args) error {
	if err := args.End(); err != nil {
		return err
	}
	verdict, err := c.judgeHistory()
	if err == nil && verdict.Outcome != linearizability.NotLinearizable {
		return story.Unmet("some order of the operations explains what clients saw")
	}
	return err
}

// judgeHistory is Linearizable within the package's bound. Its error means that the bound was too small.
func (c *Clients) judgeHistory() (linearizability.Verdict, error) {
	verdict := c.Linearizable(linearizabilitySteps)
	if verdict.Outcome == linearizability.Inconclusive {
		return verdict, fmt.Errorf(
			"%w: no order of the operations on key %q was found or ruled out in %d steps",
			ErrInconclusive, verdict.Key, verdict.Steps,
		)
	}
	return verdict, nil
}
