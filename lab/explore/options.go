package explore

import (
	"errors"
	"fmt"

	"raftlab/lab"
)

// Options bound a search. All bounds are counts and none is a time, so a search ends with the same verdict on
// every machine.
type Options struct {
	// Depth is the greatest length of a schedule, in actions.
	Depth int
	// In one schedule, clients make at most Requests requests, servers crash and restart at most Crashes times,
	// and at most so many messages are delivered more than once or lost.
	Requests, Crashes, Duplicates, Drops int
	// States is the greatest number of visited states. A search that needs more is inconclusive.
	States int
	// Unreduced tries every order of actions, also orders that cannot differ, and every loss. It exists to show
	// that the reduced search misses nothing.
	Unreduced bool
	// Progress, if set, is called after each depth.
	Progress func(Level)
	// Visit, if set, is called when a state is first met, with its depth and its servers' state, without messages,
	// judge and remaining bounds.
	Visit func(depth int, servers Fingerprint)
}

// MaxStates is the largest limit of states, which are numbered with 32 bits.
const MaxStates = 1 << 31

// maxCount is the largest bound of requests, crashes and losses, which a state keeps in a byte each.
const maxCount = 200

// ErrOptions is wrapped by errors about invalid bounds.
var ErrOptions = errors.New("a bound of the search is out of range")

func (o Options) validate(servers int) error {
	for _, bound := range []struct {
		name            string
		value, low, max int
	}{
		{"servers", servers, 1, lab.MaxServers},
		{"depth", o.Depth, 1, 1000},
		{"requests", o.Requests, 0, maxCount},
		{"crashes", o.Crashes, 0, maxCount},
		{"duplicates", o.Duplicates, 0, maxCount},
		{"drops", o.Drops, 0, maxCount},
		{"states", o.States, 1, MaxStates},
	} {
		if bound.value < bound.low || bound.value > bound.max {
			return fmt.Errorf(
				"explore: %d %s: %w: want %d to %d", bound.value, bound.name,
				ErrOptions, bound.low, bound.max,
			)
		}
	}
	return nil
}

// Verdict is the result of a search in one word.
type Verdict string

// The verdicts.
const (
	// Pass: no schedule within the bounds breaks a property.
	Pass Verdict = "pass"
	// Broken: a schedule breaks a property, and no shorter schedule does.
	Broken Verdict = "violation"
	// Inconclusive: the limit of states was reached first.
	Inconclusive Verdict = "inconclusive"
)

// Level is the statistics of one depth.
type Level struct {
	Depth int `json:"depth"`
	// States is how many states were first met at this depth.
	States int `json:"states"`
	// Transitions is how many actions were tried from these states. Known of them led to known states. Reduced
	// more were not tried, because another order of the same actions covers them.
	Transitions int `json:"transitions"`
	Known       int `json:"known"`
	Reduced     int `json:"reduced"`
}

// Result is the outcome of a search.
type Result struct {
	Verdict Verdict
	// Violation is the broken property, if the verdict is Broken, and Path the shortest way there.
	Violation *lab.Violation
	Path      []Step
	// Depth is the greatest length up to which all schedules were tried. Exhausted is true if no longer schedule
	// is possible within the other bounds.
	Depth     int
	Exhausted bool
	Levels    []Level
	// Total is the sum of all levels.
	Total Level
	// Servers is how many states single servers were in, Messages how many different messages were sent.
	Servers, Messages int
}
