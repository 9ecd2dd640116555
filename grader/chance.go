package grader

import (
	"fmt"
	"math/bits"
	"strconv"

	"raftlab/raft"
)

// How ElectionTimeout is judged. It draws, so it has no one right answer; but what it draws from is
// handed to it, and here that is a script. Asked for a number below n, it can give each of them in turn,
// and then it is certain, and not just likely, which waits can come.

// electionTimeout is the rule.
type electionTimeout func(min, max raft.Duration, draw raft.Draw) raft.Duration

// script says what draw(n) gives, the first times that it is asked in one call.
type script func(n uint64) uint64

// share gives the number that stands at part of shares between 0 and n-1.
func share(part uint64) script {
	return func(n uint64) uint64 {
		high, low := bits.Mul64(n-1, part)
		number, _ := bits.Div64(high, low, shares)
		return number
	}
}

// exactly gives a number, or the largest there is.
func exactly(number uint64) script { return func(n uint64) uint64 { return min(number, n-1) } }

// chance is a Draw that follows a script. A rule that throws a number away and draws again gets others
// after the first few.
type chance struct {
	script script
	asked  []uint64
	gave   []uint64
}

const (
	scripted  = 4
	drawLimit = 1000
)

// misuse is what chance panics with: the rule called draw as nobody may.
type misuse string

func (c *chance) draw(n uint64) uint64 {
	if n == 0 {
		panic(misuse("draw(0) asks for one of no numbers. draw(n) gives 0 to n-1, so n must be at least 1."))
	}
	if len(c.asked) == drawLimit {
		panic(misuse(fmt.Sprintf("One wait took more than %d draws. One is enough.", drawLimit)))
	}
	number := c.script(n)
	if i := uint64(len(c.asked)); i >= scripted {
		number = (i * 0x9e3779b97f4a7c15) % n
	}
	c.asked, c.gave = append(c.asked, n), append(c.gave, number)
	return number
}

// String is what was drawn, as reports show it.
func (c *chance) String() string {
	if len(c.asked) == 0 {
		return "draw is not called"
	}
	text := fmt.Sprintf("draw(%d) gives %d", c.asked[0], c.gave[0])
	if len(c.asked) > 1 {
		text += fmt.Sprintf(", and %d more draws", len(c.asked)-1)
	}
	return text
}

// waitRange is the range that waits are drawn from.
type waitRange struct{ min, max raft.Duration }

func (w waitRange) String() string { return milliseconds(w.min) + " to " + milliseconds(w.max) }

// milliseconds shows a wait as people say it: 150 ms, 150.001 ms.
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

// call draws one wait. The failure is the misuse of draw, if there was any.
func (w waitRange) call(rule electionTimeout, s script) (wait raft.Duration, c *chance, failure *CaseFailure) {
	c = &chance{script: s}
	defer func() {
		reason := recover()
		what, misused := reason.(misuse)
		switch {
		case misused:
			failure = w.failure(c.String(), "a call of draw that gives no wait", "a wait of "+w.String())
			failure.Place, failure.Why = randomWait, string(what)
		case reason != nil:
			panic(reason)
		}
	}()
	return rule(w.min, w.max, c.draw), c, nil
}

func (w waitRange) failure(request, yours, allowed string) *CaseFailure {
	return &CaseFailure{
		State: fmt.Sprintf("min=%s max=%s", milliseconds(w.min), milliseconds(w.max)), Request: request,
		Yours: yours, Allowed: allowed, Liveness: true,
	}
}

// judge is one call: the wait lies in the range.
func (w waitRange) judge(rule electionTimeout, s script) *CaseFailure {
	wait, c, failure := w.call(rule, s)
	if failure != nil || wait >= w.min && wait <= w.max {
		return failure
	}
	failure = w.failure(c.String(), "a wait of "+milliseconds(wait), "a wait of "+w.String())
	failure.Place, failure.Why = waitInBounds, fmt.Sprintf("This wait is not in the range from %v.", w)
	return failure
}

// survey is which waits can come.
type survey struct {
	least, most raft.Duration
	// tenths tells from which tenths of the range there was one.
	tenths [10]bool
}

// everyNumber bounds the n of draw(n) up to which each number is tried, one by one.
const everyNumber = 200_000

// survey calls the rule with each number that its first draw may give. Where there are too many, with
// those at the ends, those near the range's size, and some between.
func (w waitRange) survey(rule electionTimeout) (survey, *CaseFailure) {
	_, c, failure := w.call(rule, share(0))
	if failure != nil {
		return survey{}, failure
	}
	found := survey{least: 1 << 62}
	if len(c.asked) > 0 && c.asked[0] <= everyNumber {
		for number := range c.asked[0] {
			if failure := found.add(w, rule, exactly(number)); failure != nil {
				return survey{}, failure
			}
		}
		return found, nil
	}
	size := uint64(w.max - w.min)
	for _, near := range []uint64{0, size, size / uint64(raft.Millisecond)} {
		for number := max(near, 1) - 1; number <= near+1; number++ {
			if failure := found.add(w, rule, exactly(number)); failure != nil {
				return survey{}, failure
			}
		}
	}
	for part := range uint64(shares + 1) {
		if failure := found.add(w, rule, share(part)); failure != nil {
			return survey{}, failure
		}
	}
	return found, nil
}

func (s *survey) add(w waitRange, rule electionTimeout, numbers script) *CaseFailure {
	wait, _, failure := w.call(rule, numbers)
	if failure != nil {
		return failure
	}
	s.least, s.most = min(s.least, wait), max(s.most, wait)
	if wait >= w.min && wait <= w.max && w.max > w.min {
		s.tenths[min(10*(wait-w.min)/(w.max-w.min), 9)] = true
	}
	return nil
}

// inside: no number that draw may give leads out of the range.
func (w waitRange) inside(rule electionTimeout) *CaseFailure {
	for part := range uint64(shares + 1) {
		if failure := w.judge(rule, share(part)); failure != nil {
			failure.Place, failure.Why = "", ""
			return failure
		}
	}
	return nil
}

// drawn: the wait depends on what draw gives, and on nothing else.
func (w waitRange) drawn(rule electionTimeout) *CaseFailure {
	low, _, failure := w.call(rule, share(0))
	if failure != nil {
		return failure
	}
	for part := range uint64(shares + 1) {
		first, c, failure := w.call(rule, share(part))
		if failure != nil {
			return failure
		}
		if len(c.asked) == 0 {
			return w.failure(c.String(), "a wait of "+milliseconds(first), "a wait that is drawn")
		}
		second, _, _ := w.call(rule, share(part))
		if first != second {
			failure = w.failure(c.String()+", twice", milliseconds(first)+", then "+milliseconds(second), "the same wait again")
			failure.Why = "The same numbers must give the same wait: a rule keeps nothing between calls, or no run could be repeated."
			return failure
		}
		if first != low {
			return nil
		}
	}
	return w.failure("draw gives this number and that", "always a wait of "+milliseconds(low), "a wait that differs")
}

// reachesMin and reachesMax: both ends can be drawn.
func (w waitRange) reachesMin(rule electionTimeout) *CaseFailure {
	found, failure := w.survey(rule)
	if failure != nil || found.least <= w.min {
		return failure
	}
	return w.failure("draw gives every number in turn", "the shortest wait is "+milliseconds(found.least), "the shortest wait is "+milliseconds(w.min))
}

func (w waitRange) reachesMax(rule electionTimeout) *CaseFailure {
	found, failure := w.survey(rule)
	if failure != nil || found.most >= w.max {
		return failure
	}
	return w.failure("draw gives every number in turn", "the longest wait is "+milliseconds(found.most), "the longest wait is "+milliseconds(w.max))
}

// spread: there is a wait in each tenth of the range. How often each comes is left open: no paper asks
// for evenness, and a coarser clock is no mistake.
func (w waitRange) spread(rule electionTimeout) *CaseFailure {
	found, failure := w.survey(rule)
	if failure != nil {
		return failure
	}
	for i, reached := range found.tenths {
		if !reached {
			tenth := (w.max - w.min) / 10
			from := w.min + raft.Duration(i)*tenth
			return w.failure("draw gives every number in turn", "no wait from "+waitRange{from, from + tenth}.String(), "waits from each tenth of the range")
		}
	}
	return nil
}

// whole is all that is asked over a range, for one that comes after the first.
func (w waitRange) whole(rule electionTimeout) *CaseFailure {
	if failure := w.inside(rule); failure != nil {
		return w.explain(failure, waitInBounds, fmt.Sprintf("This wait is not in the range from %v.", w))
	}
	if failure := w.reachesMin(rule); failure != nil {
		return w.explain(failure, randomWait, "Both ends belong to the range, and min never came, whatever draw gave.")
	}
	if failure := w.reachesMax(rule); failure != nil {
		return w.explain(failure, randomWait, "Both ends belong to the range, and max never came, whatever draw gave.")
	}
	return nil
}

// explain puts in what a failure does not say itself.
func (waitRange) explain(failure *CaseFailure, place, why string) *CaseFailure {
	if failure.Why == "" {
		failure.Place, failure.Why = place, why
	}
	return failure
}
