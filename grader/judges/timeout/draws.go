package timeout

import (
	"fmt"
	"iter"
	"math/bits"

	"raftlab/lab"
	"raftlab/raft"
)

// This is how ElectionTimeout is judged. It draws, so it has no single right answer. But the draw function is an
// argument, and here it follows a script. So each grading is the same, and what a rule can do is tried, not waited for.

// electionTimeout is the rule.
type electionTimeout func(min, max raft.Duration, draw raft.Draw) raft.Duration

// script is the results of the draws of one call: the number from 0 to n-1 that the count-th draw(n) gives, from 0.
type script func(count int, n uint64) uint64

// shares is the number of steps of a draw from the smallest number to the largest.
const shares = 128

// share gives the number at part/shares of the way from 0 to n-1, at each draw.
func share(part uint64) script {
	return func(_ int, n uint64) uint64 {
		high, low := bits.Mul64(n-1, part)
		number, _ := bits.Div64(high, low, shares)
		return number
	}
}

// chance gives numbers that are evenly spread, and independent of each other as far as a rule can see.
func chance(seed uint64) script {
	return func(count int, n uint64) uint64 {
		z := (seed*drawLimit + uint64(count) + 1) * golden
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		number, _ := bits.Mul64(z^z>>31, n)
		return number
	}
}

// golden spreads consecutive numbers over the whole range, as in SplitMix64.
const golden = 0x9e3779b97f4a7c15

// first gives these numbers at the first draws, or the largest possible ones, and then numbers by chance.
func first(numbers ...uint64) script {
	rest := chance(1)
	return func(count int, n uint64) uint64 {
		if count < len(numbers) {
			return min(numbers[count], n-1)
		}
		return rest(count, n)
	}
}

// corners are the scripts whose first three draws each give the smallest, the middle or the largest number. The ends of
// a range are mostly there, whatever a rule adds, subtracts or compares.
func corners(yield func(script) bool) {
	rest := chance(2)
	for corner := range 27 {
		of := [3]int{corner % 3, corner / 3 % 3, corner / 9}
		if !yield(func(count int, n uint64) uint64 {
			if count >= len(of) {
				return rest(count, n)
			}
			return [3]uint64{0, (n - 1) / 2, n - 1}[of[count]]
		}) {
			return
		}
	}
}

// everyNumber is how many numbers, or pairs of numbers, of the first draws are all tried.
const everyNumber = 5001

// scripts are those that a rule is tried with, whose first draws are draw(asked[0]) and draw(asked[1]). First come the
// ends and the steps between; then each number of the first draw, or some if there are too many; then each pair of
// numbers, if there are not too many; and then chance.
func (w waitRange) scripts(asked [2]uint64, chances uint64) iter.Seq[script] {
	return func(yield func(script) bool) {
		for part := range uint64(shares + 1) {
			if !yield(share(shares - part)) {
				return
			}
		}
		for s := range corners {
			if !yield(s) {
				return
			}
		}
		for number := range w.numbers(asked[0]) {
			if !yield(first(number)) {
				return
			}
		}
		if asked[1] > 0 && asked[0] <= everyNumber/asked[1] {
			for number := range asked[0] {
				for second := range asked[1] {
					if !yield(first(number, second)) {
						return
					}
				}
			}
		}
		for seed := range chances {
			if !yield(chance(3 + seed)) {
				return
			}
		}
	}
}

// numbers are those of a first draw from n. If they are too many, they are the ones at the ends and near the range's
// size, in microseconds and in milliseconds.
func (w waitRange) numbers(n uint64) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for number := range n * min(everyNumber/max(n, 1), 1) {
			if !yield(number) {
				return
			}
		}
		size := uint64(w.max - w.min)
		for _, near := range []uint64{0, size, size / uint64(raft.Millisecond)} {
			for _, number := range []uint64{max(near, 1) - 1, near, near + 1} {
				if !yield(number) {
					return
				}
			}
		}
	}
}

// draws is a Draw that follows a script. A rule may discard what it draws and draw again. So that it ends, the script
// holds for the first draws only, and chance decides the others.
type draws struct {
	script script
	// asked and gave are the first two draws. count is the number of draws.
	asked, gave [2]uint64
	count       int
	// zero reports whether draw(0) was called.
	zero bool
}

const (
	scripted  = 64
	drawLimit = 1000
)

// misuse is the value of draws' panic: the rule called draw in a forbidden way.
type misuse lab.Saying

func (c *draws) draw(n uint64) uint64 {
	if n == 0 {
		c.zero = true
		panic(misuse(lab.Say("timeout.call.draw-0",
			"draw(0) asks for one of no numbers. draw(n) gives 0 to n-1, so n must be at least 1.")))
	}
	if c.count == drawLimit {
		panic(misuse(lab.Say("timeout.call.many-draws", "One wait took more than %d draws. One is enough.", drawLimit)))
	}
	number := c.script(c.count, n)
	if c.count >= scripted {
		number = chance(0)(c.count, n)
	}
	if c.count < len(c.asked) {
		c.asked[c.count], c.gave[c.count] = n, number
	}
	c.count++
	return number
}

// String is the draws in the form of reports.
func (c *draws) String() string {
	if c.zero {
		return "draw(0)"
	}
	if c.count == 0 {
		return "draw is not called"
	}
	text := fmt.Sprintf("draw(%d) gives %d", c.asked[0], c.gave[0])
	if c.count > 1 {
		text += fmt.Sprintf(", draw(%d) gives %d", c.asked[1], c.gave[1])
	}
	if c.count > 2 {
		text += fmt.Sprintf(", and more draws follow: %d", c.count-2)
	}
	return text
}
