package race

import (
	"math/rand/v2"
	"time"
)

// between is a duration between two, drawn by chance.
func between(least, most time.Duration) time.Duration { return least + rand.N(most-least) }

// oneIn is true once in so many times.
func oneIn(n int) bool { return rand.IntN(n) == 0 }

// anyOf is a number below n.
func anyOf(n int) int { return rand.IntN(n) }
