package timeout

import (
	"fmt"
	"strconv"

	"raftlab/grader"
	"raftlab/lab"
	"raftlab/raft"
)

// waitRange is the range of the waits.
type waitRange struct{ min, max raft.Duration }

func (w waitRange) String() string { return milliseconds(w.min) + " to " + milliseconds(w.max) }

// milliseconds is a wait for people: 150 ms, 150.001 ms.
func milliseconds(d raft.Duration) string {
	if d%raft.Millisecond == 0 {
		return strconv.FormatInt(int64(d/raft.Millisecond), 10) + " ms"
	}
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	return fmt.Sprintf("%s%d.%03d ms", sign, d/raft.Millisecond, d%raft.Millisecond)
}

// call draws one wait. The failure is the misuse of draw, nil for none.
func (w waitRange) call(rule electionTimeout, s script) (wait raft.Duration, c *draws, failure *grader.CaseFailure) {
	c = &draws{script: s}
	defer func() {
		reason := recover()
		what, misused := reason.(misuse)
		switch {
		case misused:
			failure = w.failure(c.String(), "a call of draw that gives no wait", "a wait of "+w.String())
			failure.Place, failure.Why = randomWait, lab.Saying(what)
		case reason != nil:
			panic(reason)
		}
	}()
	return rule(w.min, w.max, c.draw), c, nil
}

func (w waitRange) failure(request, yours, allowed string) *grader.CaseFailure {
	return &grader.CaseFailure{
		State: fmt.Sprintf("min=%s max=%s", milliseconds(w.min), milliseconds(w.max)), Request: request,
		Yours: yours, Allowed: allowed, Liveness: true,
	}
}

// judge judges one call: the wait is in the range.
func (w waitRange) judge(rule electionTimeout, s script) *grader.CaseFailure {
	wait, c, failure := w.call(rule, s)
	if failure != nil || wait >= w.min && wait <= w.max {
		return failure
	}
	failure = w.failure(c.String(), "a wait of "+milliseconds(wait), "a wait of "+w.String())
	failure.Place, failure.Why = waitInBounds, lab.Say("timeout.call.long",
		"This wait is longer than max, and for so long clients are without a leader. draw(n) gives 0 to n-1: which "+
			"n makes the longest wait max?")
	if wait < w.min {
		failure.Why = lab.Say("timeout.call.short",
			"This wait is shorter than min: a leader whose heartbeat is on its way is taken for dead.")
	}
	return failure
}

// survey is the possible waits.
type survey struct {
	least, most raft.Duration
	// tenths reports for each tenth of the range whether a wait was in it.
	tenths [10]bool
}

// everyNumber is the largest n of draw(n) for which every number is tried.
const everyNumber = 200_000

// survey calls the rule with each number that its first draw may give. If there are too many, it tries the numbers
// at the ends, those near the range's size, and some between.
func (w waitRange) survey(rule electionTimeout) (survey, *grader.CaseFailure) {
	found := survey{least: 1 << 62}
	_, c, failure := w.call(rule, share(0))
	if failure != nil {
		return found, failure
	}
	for s := range w.scripts(c.asked) {
		wait, _, failure := w.call(rule, s)
		if failure != nil {
			return found, failure
		}
		found.add(w, wait)
	}
	return found, nil
}

// scripts are the scripts for a rule whose first draw is draw(n).
func (w waitRange) scripts(asked uint64) func(yield func(script) bool) {
	size := uint64(w.max - w.min)
	var numbers []uint64
	for _, near := range []uint64{0, size, size / uint64(raft.Millisecond)} {
		numbers = append(numbers, max(near, 1)-1, near, near+1)
	}
	upTo := asked
	if asked > everyNumber {
		upTo = 0
	}
	return func(yield func(script) bool) {
		for number := range upTo {
			if !yield(exactly(number)) {
				return
			}
		}
		for _, number := range numbers {
			if !yield(exactly(number)) {
				return
			}
		}
		for part := range uint64(shares + 1) {
			if !yield(share(part)) || !yield(mixed(part)) {
				return
			}
		}
	}
}

func (s *survey) add(w waitRange, wait raft.Duration) {
	s.least, s.most = min(s.least, wait), max(s.most, wait)
	if wait >= w.min && wait <= w.max && w.max > w.min {
		s.tenths[min(10*(wait-w.min)/(w.max-w.min), 9)] = true
	}
}

// inside: no number that draw may give leads out of the range.
func (w waitRange) inside(rule electionTimeout) *grader.CaseFailure {
	_, c, failure := w.call(rule, share(0))
	if failure != nil {
		return failure
	}
	for s := range w.scripts(c.asked) {
		if failure := w.judge(rule, s); failure != nil {
			return failure
		}
	}
	return nil
}

// drawn: the wait depends on the result of draw, and on nothing else.
func (w waitRange) drawn(rule electionTimeout) *grader.CaseFailure {
	low, _, failure := w.call(rule, share(0))
	if failure != nil {
		return failure
	}
	for part := range uint64(shares + 1) {
		first, c, failure := w.call(rule, share(part))
		if failure != nil {
			return failure
		}
		if c.draws == 0 {
			failure = w.failure(c.String(), "a wait of "+milliseconds(first), "a wait that is drawn")
			failure.Why = lab.Say("timeout.call.undrawn", "This call did not draw. Servers that wait equally long "+
				"stand together, split the vote, and do so again; so each wait is drawn anew, and none is kept for "+
				"the next call.")
			return failure
		}
		second, _, _ := w.call(rule, share(part))
		if first != second {
			failure = w.failure(
				c.String()+", twice", milliseconds(first)+", then "+milliseconds(second), "the same wait again",
			)
			failure.Why = lab.Say("timeout.call.unrepeated", "The same numbers must give the same wait: a rule "+
				"keeps nothing between calls, or no run could be repeated.")
			return failure
		}
		if first != low {
			return nil
		}
	}
	return w.failure("draw gives this number and that", "always a wait of "+milliseconds(low), "a wait that differs")
}

// reachesMin and reachesMax: both ends can be drawn.
func (w waitRange) reachesMin(rule electionTimeout) *grader.CaseFailure {
	found, failure := w.survey(rule)
	if failure != nil || found.least <= w.min {
		return failure
	}
	return w.failure(
		"draw gives every number in turn", "the shortest wait is "+milliseconds(found.least),
		"the shortest wait is "+milliseconds(w.min),
	)
}

func (w waitRange) reachesMax(rule electionTimeout) *grader.CaseFailure {
	found, failure := w.survey(rule)
	if failure != nil || found.most >= w.max {
		return failure
	}
	return w.failure(
		"draw gives every number in turn", "the longest wait is "+milliseconds(found.most),
		"the longest wait is "+milliseconds(w.max),
	)
}

// spread: there is a wait in each tenth of the range. The frequency of each is not judged: no paper requires evenness,
// and a coarser clock is not a mistake.
func (w waitRange) spread(rule electionTimeout) *grader.CaseFailure {
	found, failure := w.survey(rule)
	if failure != nil {
		return failure
	}
	for i, reached := range found.tenths {
		if !reached {
			tenth := (w.max - w.min) / 10
			from := w.min + raft.Duration(i)*tenth
			return w.failure("draw gives every number in turn", "no wait from "+waitRange{from, from + tenth}.String(),
				"waits from each tenth of the range")
		}
	}
	return nil
}

// whole judges all requirements over a range, for the ranges after the first.
func (w waitRange) whole(rule electionTimeout) *grader.CaseFailure {
	if failure := w.inside(rule); failure != nil {
		return failure
	}
	if failure := w.reachesMin(rule); failure != nil {
		return w.explain(failure, randomWait, lab.Say("timeout.call.min",
			"Both ends belong to the range, and min never came, whatever draw gave."))
	}
	if failure := w.reachesMax(rule); failure != nil {
		return w.explain(failure, randomWait, lab.Say("timeout.call.max",
			"Both ends belong to the range, and max never came, whatever draw gave."))
	}
	return nil
}

// explain fills in what a failure lacks.
func (waitRange) explain(failure *grader.CaseFailure, place string, why lab.Saying) *grader.CaseFailure {
	if failure != nil && failure.Why.Text == "" {
		failure.Place, failure.Why = place, why
	}
	return failure
}
