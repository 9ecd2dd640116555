package session

import (
	"errors"
	"fmt"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/story"
)

// randomFaults are faults typed one after the other while time passes. They depend only on their seed and on the
// world's time, not on when and how often the page asks for more.
type randomFaults struct {
	seed  string
	live  *nemesis.Live
	due   lab.Time
	lines []string
}

// errManual is the error for random faults in a manual world.
var errManual = errors.New("random faults need passing time, but the world is manual")

// setNemesis turns on the random faults of a seed, or turns them off, which ends every fault. Both are lines in
// the trace, so a run shows where they began and ended.
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
		return fmt.Errorf("want a whole number from 0 to 2^64-1 as the seed, got %q: %w", seed, err)
	}
	if s.current.recording.moments[s.cursor].manual {
		return errManual
	}
	s.nemesis = nil
	if !s.inPast() && s.current.end().inStory {
		// The story does not expect random faults.
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
	s.nemesis = &randomFaults{
		seed: strconv.FormatUint(number, 10),
		live: of.Nemesis().NewLive(number, len(s.current.recording.moments[0].servers)),
		due:  s.now,
	}
	s.nemesis.draw(s.now)
	return nil
}

// draw plans the next fault.
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

// advanceWorld lets time pass in the world, with its random faults.
func (s *Session) advanceWorld(until lab.Time, limit int) {
	runner := s.world.runner
	for s.nemesis != nil && s.nemesis.due <= until && runner.Status() != story.Failed {
		before := runner.Steps()
		runner.Advance(s.nemesis.due, limit)
		if limit -= int(runner.Steps() - before); limit <= 0 {
			return // events before it may be left
		}
		s.strike()
	}
	runner.Advance(until, limit)
}

// strikeFirst types the next fault if it comes before the next event.
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

// strike types the planned fault. The trace shows whether it was impossible, or broke a property.
func (s *Session) strike() {
	for _, line := range s.nemesis.lines {
		typed, _ := s.world.do(line)
		if typed != nil {
			s.current.actions = append(s.current.actions, *typed)
		}
	}
	s.nemesis.draw(max(s.nemesis.due, s.world.runner.World().Now()))
}

// meanGap is the mean time between two faults, 0 without random faults.
func (f *randomFaults) meanGap() int64 {
	if f == nil {
		return 0
	}
	return int64(nemesis.MeanGap)
}
