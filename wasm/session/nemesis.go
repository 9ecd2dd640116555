package session

import (
	"errors"
	"fmt"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/story"
)

// randomFaults are faults, typed one after the other while time passes. What decides them is their
// seed alone, and the world's time, not when and how often the page asks for more of it.
type randomFaults struct {
	seed  string
	live  *nemesis.Live
	due   lab.Time
	lines []string
}

// errManual answers a request for random faults where nothing happens by itself.
var errManual = errors.New("in a manual world no time passes in which random faults could happen")

// setNemesis turns random faults on, those of a seed, or off, which ends every fault that there is. Both
// are lines in the trace, so that a run says where they began and ended.
func (s *Session) setNemesis(seed string) error {
	if seed == "" {
		if s.nemesis == nil {
			return nil
		}
		s.nemesis = nil
		return s.do("recover")
	}
	number, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		return fmt.Errorf("the seed %q is not a whole number from 0 to 2^64-1: %w", seed, err)
	}
	if s.current.recording.moments[s.cursor].manual {
		return errManual
	}
	s.nemesis = nil
	if !s.inPast() && s.current.end().telling {
		// A story does not count on them.
		if err := s.do(story.LeaveLine); err != nil {
			return err
		}
	}
	if err := s.do(fmt.Sprintf("note random faults of seed %d", number)); err != nil {
		return err
	}
	of, err := s.protocols.Find(s.about.protocol)
	if err != nil {
		return err
	}
	s.nemesis = &randomFaults{seed: strconv.FormatUint(number, 10), live: of.Nemesis().NewLive(number, len(s.current.recording.moments[0].servers)), due: s.now}
	s.nemesis.draw(s.now)
	return nil
}

// draw makes the next fault due.
func (f *randomFaults) draw(now lab.Time) {
	wait, lines := f.live.Next()
	f.due, f.lines = now.Add(wait), lines
}

func (f *randomFaults) name() string {
	if f == nil {
		return ""
	}
	return f.seed
}

// advanceWorld lets time pass in the world, with the faults that are due in it.
func (s *Session) advanceWorld(until lab.Time, limit int) {
	runner := s.world.runner
	for s.nemesis != nil && s.nemesis.due <= until && runner.Status() != story.Failed {
		before := runner.Steps()
		runner.Advance(s.nemesis.due, limit)
		if limit -= int(runner.Steps() - before); limit <= 0 {
			return // there may be more to happen before it
		}
		s.strike()
	}
	runner.Advance(until, limit)
}

// strikeFirst types the fault that is due before anything else happens, if there is one.
func (s *Session) strikeFirst() bool {
	runner := s.world.runner
	if s.nemesis == nil || runner.Status() == story.Failed {
		return false
	}
	if at, ok := runner.World().Next(); ok && at <= s.nemesis.due {
		return false
	}
	runner.Idle(s.nemesis.due)
	s.strike()
	return true
}

// strike types the fault that is due. That it cannot be done now, or broke a property, the trace tells.
func (s *Session) strike() {
	for _, line := range s.nemesis.lines {
		typed, _ := s.world.do(line)
		if typed != nil {
			s.current.actions = append(s.current.actions, *typed)
		}
	}
	s.nemesis.draw(max(s.nemesis.due, s.world.runner.World().Now()))
}

// meanGap is the mean time between two faults, 0 where there are none.
func (f *randomFaults) meanGap() int64 {
	if f == nil {
		return 0
	}
	return int64(nemesis.MeanGap)
}
