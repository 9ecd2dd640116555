package lab

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawClock is a clock that was turned some times, and the moment of world time that it is now.
func drawClock(rt *rapid.T) (c clock, now Time) {
	for range rapid.IntRange(0, 5).Draw(rt, "turns") {
		now += Time(rapid.Int64Range(0, 1<<30).Draw(rt, "pass"))
		c = c.turn(now, rapid.IntRange(-maxSkewPermille, maxSkewPermille).Draw(rt, "skew"))
	}
	return c, now
}

// However often it is turned, a clock never jumps and never goes back.
func TestAClockNeverGoesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c, now := drawClock(rt)
		shown := c.at(now)
		for range 5 {
			if rapid.Bool().Draw(rt, "turn") {
				c = c.turn(now, rapid.IntRange(-maxSkewPermille, maxSkewPermille).Draw(rt, "skew"))
				require.Equal(rt, shown, c.at(now), "turning it changes how fast it goes, and not what it shows")
			}
			now += Time(rapid.Int64Range(0, 2000).Draw(rt, "pass"))
			require.GreaterOrEqual(rt, c.at(now), shown)
			shown = c.at(now)
		}
	})
}

func TestWhenIsTheFirstMomentAtWhichAClockShowsATime(t *testing.T) {
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

// A machine may ask to be woken at the end of all time. That is not now.
func TestATimeBeyondAllTimesIsFarAway(t *testing.T) {
	for _, skew := range []int{-maxSkewPermille, 0, maxSkewPermille} {
		c := clock{}.turn(5, skew)
		require.Greater(t, c.when(1<<63-1), Time(1<<48))
	}
}
