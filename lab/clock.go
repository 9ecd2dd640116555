package lab

// clock is a server's own clock. It never jumps and never goes back, but it may run fast or slow. A server waits
// by its own clock, so a fast clock makes the server impatient.
type clock struct {
	// At world time base the clock showed shown. Since then it gained skew microseconds on each 1000, or lost them
	// when skew is negative.
	base, shown Time
	skew        int
}

// maxSkewPermille keeps a clock from standing still or running away.
const maxSkewPermille = 900

// at is the time that the clock shows at a moment of world time.
func (c clock) at(now Time) Time {
	return c.shown + (now-c.base)*Time(1000+c.skew)/1000
}

// endOfTime, in 35 years, is the latest time that a clock computes with: sums of times cannot overflow.
const endOfTime Time = 1 << 50

// when is the first moment of world time at which the clock shows at least t.
func (c clock) when(t Time) Time {
	t = min(t, endOfTime)
	if t <= c.shown {
		return c.base
	}
	rate := Time(1000 + c.skew)
	return c.base + ((t-c.shown)*1000+rate-1)/rate
}

// turn gives the clock another skew from now on.
func (c clock) turn(now Time, skew int) clock {
	return clock{base: now, shown: c.at(now), skew: skew}
}
