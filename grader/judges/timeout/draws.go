package timeout

import (
	"fmt"
	"math/bits"

	"raftlab/lab"
	"raftlab/raft"
)

// shares is the number of steps of a draw from the smallest number to the largest.
const shares = 128

// This is how ElectionTimeout is judged. It draws, so it has no single right answer. But the draw function is an
// argument, and here it is a script, which can give each number below n in turn. Then it is certain, not just likely,
// which waits are possible.

// electionTimeout is the rule.
type electionTimeout func(min, max raft.Duration, draw raft.Draw) raft.Duration

// script is the results of draw(n) at the first draws of one call.
type script func(n uint64) uint64

// share gives the number at part/shares of the way from 0 to n-1.
func share(part uint64) script {
	return func(n uint64) uint64 {
		high, low := bits.Mul64(n-1, part)
		number, _ := bits.Div64(high, low, shares)
		return number
	}
}

// mixed gives a different number each time.
func mixed(seed uint64) script {
	return func(n uint64) uint64 {
		seed += golden
		return (seed ^ seed>>29) % n
	}
}

// golden spreads consecutive numbers over the whole range.
const golden = 0x9e3779b97f4a7c15

// exactly gives the number, or the largest possible one.
func exactly(number uint64) script { return func(n uint64) uint64 { return min(number, n-1) } }

// draws is a Draw that follows a script. A rule that discards a number and draws again gets other numbers after the
// first few.
type draws struct {
	script script
	// asked and gave belong to the first draw. draws is the number of draws.
	asked, gave uint64
	draws       int
}

const (
	scripted  = 4
	drawLimit = 1000
)

// misuse is the value of draws' panic: the rule called draw in a forbidden way.
type misuse lab.Saying

func (c *draws) draw(n uint64) uint64 {
	if n == 0 {
		panic(misuse(lab.Say("timeout.call.draw-0",
			"draw(0) asks for one of no numbers. draw(n) gives 0 to n-1, so n must be at least 1.")))
	}
	if c.draws == drawLimit {
		panic(misuse(lab.Say("timeout.call.many-draws", "One wait took more than %d draws. One is enough.", drawLimit)))
	}
	number := c.script(n)
	if c.draws >= scripted {
		number = (uint64(c.draws) * golden) % n
	}
	if c.draws == 0 {
		c.asked, c.gave = n, number
	}
	c.draws++
	return number
}

// String is the draw in the form of reports.
func (c *draws) String() string {
	if c.draws == 0 {
		return "draw is not called"
	}
	text := fmt.Sprintf("draw(%d) gives %d", c.asked, c.gave)
	if c.draws > 1 {
		text += fmt.Sprintf(", and more draws follow: %d", c.draws-1)
	}
	return text
}
