package lab

// A machine chooses the time of its next wake. A machine that wakes and leaves that time in the past is awake again at
// once, and so for ever: events happen, and nothing comes of them. No check of a protocol sees it, since all of them
// wait for a time to come. So the world checks it.

// TimerID is the property of every protocol's machines that a wake is not followed by another one at once, for ever.
const TimerID = "timer-set-again"

// A machine must not choose maxHasty times in a row to wake again within hasty. A machine whose network has a delay of
// a millisecond has nothing to do so soon.
const (
	maxHasty = 100
	hasty    = 100 * Microsecond
)

// hastiness is how many wakes of a machine in a row have asked for the next one at once, and how many of them have left
// the timer at a moment that had passed.
type hastiness struct{ wakes, late int }

// hurries looks at the timer after a wake. It gives the broken property after too many hasty wakes, and otherwise nil.
func (w *World) hurries(s *server, next Time) *Violation {
	now := s.clock.at(w.now)
	if next == 0 || next > now.Add(hasty) || w.options.Manual {
		s.hasty = hastiness{}
		return nil
	}
	s.hasty.wakes++
	if next <= now {
		s.hasty.late++
	}
	if s.hasty.wakes < maxHasty {
		return nil
	}
	why := Say("world.timer.not-set", "%v wakes for the %dth time in a row, and leaves its timer at a moment that has "+
		"passed: the timer is not set again, so it rings at once, for ever", s.id, s.hasty.wakes)
	if s.hasty.late < s.hasty.wakes {
		why = Say("world.timer.at-once", "%v wakes for the %dth time in a row, and sets its timer to ring again "+
			"within 0.1 ms: nobody can answer in as short a time, so it rings for ever", s.id, s.hasty.wakes)
	}
	v := Check{ID: TimerID, Name: "A timer is set again", Section: w.protocol.Section()}.Broken(why)
	v.Liveness = true
	return v
}
