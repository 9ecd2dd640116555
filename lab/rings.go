package lab

import "strconv"

// A machine chooses the time of its next wake. A machine that does not move that time on is awake again at once, and
// so for ever: events happen, and virtual time stands still. No check of a protocol would see it, since all of them
// wait for a time to come. So the world checks it.

// TimeID is the property of every protocol's machines that time passes between their wakes.
const TimeID = "time-goes-on"

// A timer must not ring maxRings times within ringSpan. A server of a healthy cluster wakes a few times in as long,
// and even a clock that runs twice as fast cannot make a wait of milliseconds so short.
const (
	maxRings = 100
	ringSpan = 10 * Millisecond
)

// ringing counts how often the timer of a server rang since a moment.
type ringing struct {
	times int
	since Time
}

// rang counts a ring of the server's timer. It is false for a ring too many, which breaks the property.
func (w *World) rang(s *server) bool {
	if s.rings.times == 0 || w.now >= s.rings.since.Add(ringSpan) {
		s.rings = ringing{since: w.now}
	}
	if s.rings.times++; s.rings.times < maxRings {
		return true
	}
	passed := Duration(w.now - s.rings.since)
	why := Say("world.time.still", "%v wakes for the %dth time at the same moment: its timer has rung, and is not "+
		"set to a later time, so that time stands still", s.id, s.rings.times)
	if passed > 0 {
		why = Say("world.time.crawls", "%v wakes for the %dth time within %s ms: each time its timer is set to ring "+
			"again almost at once, so that time hardly passes", s.id, s.rings.times, millis(passed))
	}
	v := Check{ID: TimeID, Name: "Time goes on", Section: w.protocol.Section()}.Broken(why)
	v.Liveness = true
	w.Break(v)
	return false
}

// millis is a duration in milliseconds, rounded up to a tenth.
func millis(d Duration) string {
	tenths := int((d + Millisecond/10 - 1) / (Millisecond / 10))
	return strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10)
}
