package lab

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawClock is a clock after some turns, and the present moment of world time.
func drawClock(rt *rapid.T) (c clock, now Time) {
	for range rapid.IntRange(0, 5).Draw(rt, "turns") {
		now += Time(rapid.Int64Range(0, 1<<30).Draw(rt, "pass"))
		c = c.turn(now, rapid.IntRange(-maxSkewPermille, maxSkewPermille).Draw(rt, "skew"))
	}
	return c, now
}

// A clock never jumps and never goes back, however often its skew changes.
func TestClockNeverGoesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c, now := drawClock(rt)
		shown := c.at(now)
		for range 5 {
			if rapid.Bool().Draw(rt, "turn") {
				c = c.turn(now, rapid.IntRange(-maxSkewPermille, maxSkewPermille).Draw(rt, "skew"))
				require.Equal(rt, shown, c.at(now), "a turn changes the speed, not the time shown")
			}
			now += Time(rapid.Int64Range(0, 2000).Draw(rt, "pass"))
			require.GreaterOrEqual(rt, c.at(now), shown)
			shown = c.at(now)
		}
	})
}

func TestWhenIsTheFirstMomentThatShowsTheTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c, _ := drawClock(rt)
		want := Time(rapid.Int64Range(0, 1<<40).Draw(rt, "time"))
		when := c.when(want)
		require.GreaterOrEqual(rt, c.at(when), want)
		if when > c.base {
			require.Less(rt, c.at(when-1), want)
		}
	})
}

// A machine may ask for a wake at the greatest time of all. The world must not wake it now.
func TestGreatestTimeIsFarAway(t *testing.T) {
	for _, skew := range []int{-maxSkewPermille, 0, maxSkewPermille} {
		c := clock{}.turn(5, skew)
		require.Greater(t, c.when(1<<63-1), Time(1<<48))
	}
}
