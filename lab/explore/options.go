package explore

import (
	"errors"
	"fmt"

	"raftlab/lab"
)

// Options bound a search. All bounds are counts; none is a time, so that a search ends with the
// same verdict on every machine.
type Options struct {
	// Depth is how many actions a schedule has at most.
	Depth int
	// In one schedule, clients make at most so many Requests, servers crash and restart at most so
	// many times, and so many messages are delivered more than once or lost.
	Requests, Crashes, Duplicates, Drops int
	// States is how many states are visited at most. A search that needs more is inconclusive.
	States int
	// Unreduced tries every order of actions, those too that cannot differ, and every loss. It is
	// there to show that the reduced search misses nothing.
	Unreduced bool
	// Progress, if it is not nil, is told of each depth that is done.
	Progress func(Level)
	// Visit, if it is not nil, is told of each state when it is met first: how deep it lies, and
	// what its servers are, without messages, judge and what is left of the bounds.
	Visit func(depth int, servers Fingerprint)
}

// MaxStates is the largest limit of states: they are numbered with 32 bits.
const MaxStates = 1 << 31

// maxCount is the largest bound of requests, crashes and losses: a state keeps each in a byte.
const maxCount = 200

// ErrOptions is wrapped by errors about bounds that make no sense.
var ErrOptions = errors.New("a bound of the search makes no sense")

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
			return fmt.Errorf("explore: %d %s: %w: %d to %d will do", bound.value, bound.name, ErrOptions, bound.low, bound.max)
		}
	}
	return nil
}

// Verdict is how a search ended.
type Verdict string

// The verdicts.
const (
	// Pass: no schedule within the bounds breaks a property.
	Pass Verdict = "pass"
	// Broken: a schedule does, and no shorter one.
	Broken Verdict = "violation"
	// Inconclusive: the limit of states was reached first.
	Inconclusive Verdict = "inconclusive"
)

// Level is what happened at one depth.
type Level struct {
	Depth int `json:"depth"`
	// States were met there first: Depth actions lead to them, and no fewer.
	States int `json:"states"`
	// From these states, Transitions were tried. Of them, Known led to states met before, and
	// Reduced more were not tried, because another order of the same actions covers them.
	Transitions int `json:"transitions"`
	Known       int `json:"known"`
	Reduced     int `json:"reduced"`
}

// Result is what a search found.
type Result struct {
	Verdict Verdict
	// Violation is the property that broke, for Broken, and Path the shortest way there.
	Violation *lab.Violation
	Path      []Step
	// Depth is how long the schedules are of which all were tried. Exhausted is true when no
	// longer one is possible within the other bounds.
	Depth     int
	Exhausted bool
	Levels    []Level
	// Total is the sum of all levels.
	Total Level
	// Servers is how many states single servers were in, Messages how many different ones were sent.
	Servers, Messages int
}
