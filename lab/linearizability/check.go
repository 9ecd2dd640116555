package linearizability

import (
	"cmp"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/kv"
)

// Operation is one operation of a client. A history leaves out operations that certainly never took effect.
type Operation struct {
	// ID names the operation in sentences.
	ID      int
	Command kv.Command
	// Result is the answer to the client, if Known.
	Result kv.Result
	// Known is false if the client never learnt the outcome. Result and ReturnedAt then mean nothing.
	Known                 bool
	InvokedAt, ReturnedAt lab.Time
	// InvokedEvent and ReturnedEvent order events of the same microsecond, for example by the lines of a trace.
	// Without them, operations that touch at one instant count as concurrent.
	InvokedEvent, ReturnedEvent uint64
}

// instant is a time, and the number of an event at that time.
type instant struct {
	at    lab.Time
	event uint64
}

func (i instant) compare(j instant) int {
	return cmp.Or(cmp.Compare(i.at, j.at), cmp.Compare(i.event, j.event))
}

func (o Operation) invoked() instant  { return instant{o.InvokedAt, o.InvokedEvent} }
func (o Operation) returned() instant { return instant{o.ReturnedAt, o.ReturnedEvent} }

// endedBefore reports whether an operation had ended when another began.
func (o Operation) endedBefore(p Operation) bool { return o.returned().compare(p.invoked()) < 0 }

// Outcome is the result of a judgement.
type Outcome uint8

// The outcomes.
const (
	// Linearizable: some order of the operations gives all answers.
	Linearizable Outcome = iota + 1
	// NotLinearizable: no order does.
	NotLinearizable
	// Inconclusive: the search reached its limit before it found or excluded an order. It is not a pass.
	Inconclusive
)

// String is the outcome in words.
func (o Outcome) String() string {
	switch o {
	case Linearizable:
		return "linearizable"
	case NotLinearizable:
		return "not linearizable"
	case Inconclusive:
		return "inconclusive"
	}
	return "no outcome"
}

// Verdict is the judgement of a history.
type Verdict struct {
	Outcome Outcome
	// Key is the key that decided, "" if all keys are linearizable. It is the first in sorted order
	// that is not linearizable, or else the first that is inconclusive.
	Key string
	// Steps is the number of steps of the model that the judgement took.
	Steps int
	// Culprits are the operations whose answers contradict each other, in the order of invocation. Without the
	// answer of any one of them there would be no contradiction. An operation that only made a value possible
	// is not among them.
	Culprits []Operation
	// Saying is the verdict in words.
	Saying lab.Saying
}

// Check judges a history. maxSteps limits the search for each key's order, in steps of the model. A known
// operation that ends before it is invoked counts as ending at once.
func Check(operations []Operation, maxSteps int) Verdict {
	sorted := slices.Clone(operations)
	for i, o := range sorted {
		if o.endedBefore(o) {
			sorted[i].ReturnedAt, sorted[i].ReturnedEvent = o.InvokedAt, o.InvokedEvent
		}
	}
	slices.SortStableFunc(sorted, func(a, b Operation) int {
		return cmp.Or(strings.Compare(a.Command.Key, b.Command.Key), byInvocation(a, b))
	})
	keys, steps := 0, 0
	var undecided *Verdict
	for rest := sorted; len(rest) > 0; keys++ {
		key := rest[0].Command.Key
		end := slices.IndexFunc(rest, func(o Operation) bool { return o.Command.Key != key })
		if end < 0 {
			end = len(rest)
		}
		v := checkKey(key, rest[:end], maxSteps)
		steps += v.Steps
		v.Steps = steps
		switch {
		case v.Outcome == NotLinearizable:
			return v
		case v.Outcome == Inconclusive && undecided == nil:
			undecided = &v
		}
		rest = rest[end:]
	}
	if undecided != nil {
		undecided.Steps = steps
		return *undecided
	}
	saying := lab.Say("linearizability.holds", "one order explains every answer (%v, %v)",
		count(len(sorted), "operation"), count(keys, "key"))
	return Verdict{Outcome: Linearizable, Steps: steps, Saying: saying}
}

// checkKey judges the operations of one key. That is enough: a history is linearizable if and only
// if the history of each object is (Herlihy and Wing, theorem 1).
func checkKey(key string, operations []Operation, maxSteps int) Verdict {
	outcome, steps := search(claims(operations), maxSteps)
	v := Verdict{Outcome: outcome, Key: key, Steps: steps}
	switch outcome {
	case NotLinearizable:
		var more int
		v.Culprits, more = culprits(operations, maxSteps)
		v.Steps += more
		v.Saying = explain(key, v.Culprits, operations)
	case Inconclusive:
		v.Saying = lab.Say("linearizability.inconclusive",
			"%v on %s gave no verdict within %v: allow more steps, or let fewer run at once",
			count(len(operations), "operation"), key, count(maxSteps, "step"))
	}
	return v
}

func byInvocation(a, b Operation) int {
	return cmp.Or(a.invoked().compare(b.invoked()), cmp.Compare(a.ID, b.ID))
}

func byReturn(a, b Operation) int {
	return cmp.Or(a.returned().compare(b.returned()), cmp.Compare(a.ID, b.ID))
}
