package timeout

import (
	"fmt"
	"math/bits"

	"raftlab/raft"
)

// shares is in how many steps a draw goes from the smallest number to the largest.
const shares = 128

// How ElectionTimeout is judged. It draws, so it has no one right answer; but what it draws from is
// handed to it, and here that is a script. Asked for a number below n, it can give each of them in turn,
// and then it is certain, and not just likely, which waits can come.

// electionTimeout is the rule.
type electionTimeout func(min, max raft.Duration, draw raft.Draw) raft.Duration

// script says what draw(n) gives at the first draws of one call.
type script func(n uint64) uint64

// share gives the number that stands at part of shares between 0 and n-1.
func share(part uint64) script {
	return func(n uint64) uint64 {
		high, low := bits.Mul64(n-1, part)
		number, _ := bits.Div64(high, low, shares)
		return number
	}
}

// mixed gives another number each time.
func mixed(seed uint64) script {
	return func(n uint64) uint64 {
		seed += golden
		return (seed ^ seed>>29) % n
	}
}

// golden spreads numbers that are counted up over all that there are.
const golden = 0x9e3779b97f4a7c15

// exactly gives a number, or the largest there is.
func exactly(number uint64) script { return func(n uint64) uint64 { return min(number, n-1) } }

// draws is a Draw that follows a script. A rule that throws a number away and draws again gets others
// after the first few.
type draws struct {
	script script
	// asked and gave are of the first draw, draws is how many there were.
	asked, gave uint64
	draws       int
}

const (
	scripted  = 4
	drawLimit = 1000
)

// misuse is what draws panics with: the rule called draw as nobody may.
type misuse string

func (c *draws) draw(n uint64) uint64 {
	if n == 0 {
		panic(misuse("draw(0) asks for one of no numbers. draw(n) gives 0 to n-1, so n must be at least 1."))
	}
	if c.draws == drawLimit {
		panic(misuse(fmt.Sprintf("One wait took more than %d draws. One is enough.", drawLimit)))
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

// String is what was drawn, as reports show it.
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
