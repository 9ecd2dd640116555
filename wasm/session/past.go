package session

import (
	"slices"

	"raftlab/lab"
)

// The recording shows the past. s.cursor is the shown moment, and s.now the shown time, from that moment up to the
// next.

// inPast reports whether a moment before the end of the run is shown.
func (s *Session) inPast() bool { return s.cursor < len(s.current.recording.moments)-1 }

// present shows the end of the run.
func (s *Session) present() {
	s.cursor = len(s.current.recording.moments) - 1
	s.now = s.current.end().now
}

// seek shows the world just after an event.
func (s *Session) seek(event int64) error {
	t := s.current.recording
	first := t.moments[0].event
	if event < int64(first) && t.base > 0 {
		return errForgotten(uint64(max(event, 0)), t.base)
	}
	s.show(t.at(uint64(max(event, 0))))
	return nil
}

// show shows a moment, and reports the calls of its step.
func (s *Session) show(index int) {
	s.cursor = index
	m := s.current.recording.moments[index]
	s.now, s.calls = m.now, slices.Clone(m.calls)
}

// back shows the moment before the shown one.
func (s *Session) back() error {
	if s.cursor == 0 {
		if t := s.current.recording; t.base > 0 {
			return errForgotten(t.base, t.base)
		}
		return nil
	}
	s.show(s.cursor - 1)
	return nil
}

// advancePast moves through the recording, up to a time or past that many events. It is false at the end of the
// run.
func (s *Session) advancePast(until lab.Time, events int) bool {
	moments := s.current.recording.moments
	limit := moments[s.cursor].event + uint64(events)
	for s.inPast() && moments[s.cursor+1].now <= until && moments[s.cursor+1].event <= limit {
		s.cursor++
		s.calls = append(s.calls, moments[s.cursor].calls...)
	}
	s.now = max(s.now, moments[s.cursor].now)
	if s.inPast() && moments[s.cursor+1].now > until {
		s.now = max(s.now, until)
	}
	return s.inPast()
}
