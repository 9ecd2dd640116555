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
	state, _ := w.text()
	return &grader.CaseFailure{State: state, Request: request, Yours: yours, Allowed: allowed, Liveness: true}
}

// text is a call whose draws are not known.
func (w waitRange) text() (state, request string) {
	return fmt.Sprintf("min=%s max=%s", milliseconds(w.min), milliseconds(w.max)), "ElectionTimeout"
}

// judge judges one call: the wait is in the range.
func (w waitRange) judge(rule electionTimeout, s script) *grader.CaseFailure {
	wait, c, failure := w.call(rule, s)
	if failure != nil || wait >= w.min && wait <= w.max {
		return failure
	}
	failure = w.failure(c.String(), "a wait of "+milliseconds(wait), "a wait of "+w.String())
	failure.Place = waitInBounds
	shortest, _, _ := w.call(rule, share(0))
	switch {
	case c.asked[0] > 1<<63:
		failure.Why = lab.Say("timeout.call.wrapped",
			"draw was asked for one of %d numbers. So many come from a negative number that became unsigned: what is "+
				"subtracted from what?", c.asked[0])
	case wait < w.min:
		failure.Why = lab.Say("timeout.call.short",
			"This wait is shorter than min: a leader whose heartbeat is on its way is taken for dead. draw(n) gives 0 "+
				"to n-1: what must be added, so that the shortest wait is min?")
	case shortest > w.min && wait-shortest <= w.max-w.min:
		failure.Why = lab.Say("timeout.call.shifted",
			"This wait is longer than max, and for so long clients are without a leader. With the smallest number "+
				"that draw gives, 0, it is %s already, and min is %s.", milliseconds(shortest), milliseconds(w.min))
	case wait/10 > w.max:
		failure.Why = lab.Say("timeout.call.unit",
			"This wait is far longer than max, and for so long clients are without a leader. min, max and the wait "+
				"count microseconds, and so does the number that draw gives.")
	default:
		failure.Why = lab.Say("timeout.call.long",
			"This wait is longer than max, and for so long clients are without a leader. draw(n) gives 0 to n-1: "+
				"which n makes the longest wait max?")
	}
	return failure
}

// tried yields each wait that the rule draws with the scripts, until the caller has seen enough. The failure is the
// misuse of draw.
func (w waitRange) tried(
	rule electionTimeout, chances uint64, see func(wait raft.Duration) (more bool),
) *grader.CaseFailure {
	_, c, failure := w.call(rule, chance(0))
	if failure != nil {
		return failure
	}
	for s := range w.scripts(c.asked, chances) {
		wait, _, failure := w.call(rule, s)
		if failure != nil || !see(wait) {
			return failure
		}
	}
	return nil
}

// These are how many times chance draws. An honest rule must never fail by chance:
//
// An end is looked for in a range of one millisecond, which has 1001 waits. A rule that draws evenly reaches it with
// the ends, the corners, and all numbers and pairs, if it draws once or twice; the corners also reach it if the waits
// are uneven because draws are added or compared. If it draws more often, chance misses an end of 1001 waits 50,000
// times in a row with probability exp(-50,000/1001), less than 10 to the power of -21.
//
// A tenth of the range is missed by 50,000 draws only if it comes less than once in a thousand. It is crowded if more
// than three of four waits are in it. If it has the waits of half of the draws, that happens in 1000 draws with
// probability exp(-2*1000*0.25*0.25), less than 10 to the power of -54.
const (
	endChances    = 50_000
	insideChances = 2000
	crowdChances  = 1000
	crowd         = 750
)

// inside: no number that draw may give leads out of the range.
func (w waitRange) inside(rule electionTimeout) *grader.CaseFailure {
	_, c, failure := w.call(rule, chance(0))
	if failure != nil {
		return failure
	}
	for s := range w.scripts(c.asked, insideChances) {
		if failure := w.judge(rule, s); failure != nil {
			return failure
		}
	}
	return nil
}

// drawn: the wait depends on the results of draw, and on nothing else.
func (w waitRange) drawn(rule electionTimeout) *grader.CaseFailure {
	low, _, failure := w.call(rule, share(0))
	if failure != nil {
		return failure
	}
	differs := false
	for seed := range uint64(shares) {
		s := chance(seed)
		wait, c, failure := w.call(rule, s)
		if failure != nil {
			return failure
		}
		if c.count == 0 {
			failure = w.failure(c.String(), "a wait of "+milliseconds(wait), "a wait that is drawn")
			failure.Why = lab.Say("timeout.call.undrawn", "This call did not draw. Servers that wait equally long "+
				"stand together, split the vote, and do so again; so each wait is drawn anew, and none is kept for "+
				"the next call.")
			return failure
		}
		again, _, _ := w.call(rule, s)
		if wait != again {
			failure = w.failure(
				c.String()+", twice", milliseconds(wait)+", then "+milliseconds(again), "the same wait again",
			)
			failure.Why = lab.Say("timeout.call.unrepeated", "The same numbers must give the same wait: a rule "+
				"keeps nothing between calls, or no run could be repeated.")
			return failure
		}
		differs = differs || wait != low
	}
	if differs {
		return nil
	}
	return w.failure("draw gives this number and that", "always a wait of "+milliseconds(low), "a wait that differs")
}

// reachesMin and reachesMax: both ends can be drawn.
func (w waitRange) reachesMin(rule electionTimeout) *grader.CaseFailure {
	return w.reaches(rule, w.min, "shortest", func(a, b raft.Duration) bool { return a < b })
}

func (w waitRange) reachesMax(rule electionTimeout) *grader.CaseFailure {
	return w.reaches(rule, w.max, "longest", func(a, b raft.Duration) bool { return a > b })
}

// far is a distance from an end that no wrong n explains.
const far = raft.Millisecond / 10

// reaches looks for one end. Waits out of the range are another failure, and count for nothing here.
func (w waitRange) reaches(
	rule electionTimeout, end raft.Duration, which string, nearer func(a, b raft.Duration) bool,
) *grader.CaseFailure {
	nearest, found, differs := raft.Duration(0), false, false
	failure := w.tried(rule, endChances, func(wait raft.Duration) bool {
		inRange := wait >= w.min && wait <= w.max
		differs = differs || inRange && found && wait != nearest
		if inRange && (!found || nearer(wait, nearest)) {
			nearest, found = wait, true
		}
		return !found || nearest != end
	})
	if failure != nil || !found || nearest == end {
		return failure
	}
	failure = w.failure("draw gives every number in turn", fmt.Sprintf("the %s wait is %s", which,
		milliseconds(nearest)), fmt.Sprintf("the %s wait is %s", which, milliseconds(end)))
	if distance := max(end-nearest, nearest-end); differs && distance > far {
		failure.Why = lab.Say("timeout.call.far", "Both ends belong to the range. The %s wait that came is %s, far "+
			"from %s, whatever draw gave. A Duration counts microseconds, and so does what is added to it.",
			which, milliseconds(nearest), milliseconds(end))
	}
	return failure
}

// tenth is the part of the range that a wait is in, from 0 to 9.
func (w waitRange) tenth(wait raft.Duration) int {
	return int(min(10*(min(max(wait, w.min), w.max)-w.min)/(w.max-w.min), 9))
}

// part is a tenth of the range.
func (w waitRange) part(tenth int) waitRange {
	size := (w.max - w.min) / 10
	from := w.min + raft.Duration(tenth)*size
	return waitRange{from, from + size}
}

// spread: there is a wait in each tenth of the range, and no tenth has nearly all. More evenness is not judged: no
// paper requires it, and a coarser clock is not a mistake. Nor is a rule that leaves the range: that is its failure.
func (w waitRange) spread(rule electionTimeout) *grader.CaseFailure {
	reached, outside := 0, false
	var seen [10]bool
	failure := w.tried(rule, endChances, func(wait raft.Duration) bool {
		if wait < w.min || wait > w.max {
			outside = w.inside(rule) != nil
			return !outside
		}
		if tenth := w.tenth(wait); !seen[tenth] {
			seen[tenth] = true
			reached++
		}
		return reached < len(seen)
	})
	if failure != nil || outside {
		return failure
	}
	for tenth, reached := range seen {
		if !reached {
			return w.failure("draw gives every number in turn", "no wait from "+w.part(tenth).String(),
				"waits from each tenth of the range")
		}
	}
	return w.crowded(rule)
}

// crowded: no tenth of the range has nearly all waits that chance draws.
func (w waitRange) crowded(rule electionTimeout) *grader.CaseFailure {
	var waits [10]int
	for seed := range uint64(crowdChances) {
		wait, _, failure := w.call(rule, chance(seed))
		if failure != nil {
			return failure
		}
		waits[w.tenth(wait)]++
	}
	for tenth, count := range waits {
		if count > crowd {
			return w.failure(fmt.Sprintf("draw gives numbers by chance, %d times", crowdChances),
				fmt.Sprintf("%d waits from %v", count, w.part(tenth)), "waits from all over the range")
		}
	}
	return nil
}

// elsewhere judges another range: that the waits are in it, and come from all of it.
func (w waitRange) elsewhere(rule electionTimeout) *grader.CaseFailure {
	if failure := w.inside(rule); failure != nil {
		return failure
	}
	return w.explain(w.spread(rule), randomWait, lab.Say("timeout.call.spread",
		"min and max are set for each cluster. In this range, too, the waits come from all over it."))
}

// ends judges a small range: that the waits are in it, and reach both ends. A longer range has too many waits to look
// for one.
func (w waitRange) ends(rule electionTimeout) *grader.CaseFailure {
	if failure := w.inside(rule); failure != nil || w.max-w.min > raft.Millisecond {
		return failure
	}
	if failure := w.reachesMin(rule); failure != nil {
		return w.explain(failure, randomWait, lab.Say("timeout.call.min",
			"Both ends belong to the range, and min never came, whatever draw gave."))
	}
	return w.explain(w.reachesMax(rule), randomWait, lab.Say("timeout.call.max",
		"Both ends belong to the range, and max never came, whatever draw gave."))
}

// explain fills in what a failure lacks.
func (waitRange) explain(failure *grader.CaseFailure, place string, why lab.Saying) *grader.CaseFailure {
	if failure != nil && failure.Why.Text == "" {
		failure.Why = why
	}
	if failure != nil && failure.Place == "" {
		failure.Place = place
	}
	return failure
}
