package session

import (
	"errors"
	"fmt"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// typist types lines one after the other while time passes: random faults, or clients that write by themselves. Its
// lines depend only on its seed and on the world's time, not on when and how often the page asks for more.
type typist struct {
	seed  string
	from  source
	due   lab.Time
	lines []string
}

// source draws the time to wait, and the lines to type then.
type source interface {
	Next() (wait lab.Duration, lines []string)
}

// The errors of what needs passing time, or clients.
var (
	errManual    = errors.New("random faults need passing time, but the world is manual")
	errByHand    = errors.New("clients that write by themselves need passing time, but the world is manual")
	errNoClients = errors.New("this protocol has no clients that could write")
)

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
	if s.manual() {
		return errManual
	}
	s.nemesis = nil
	number, err := s.note("random faults", seed)
	if err != nil {
		return err
	}
	of, err := s.protocols.Find(s.about.protocol)
	if err != nil {
		return err
	}
	s.nemesis = s.newTypist(number, of.Nemesis().NewLive(number, len(s.current.recording.moments[0].servers)))
	return nil
}

// setWriters turns on the clients of a seed that write by themselves, or turns them off.
func (s *Session) setWriters(seed string) error {
	if seed == "" {
		if s.writers == nil {
			return nil
		}
		s.writers = nil
		return s.do("note clients write no more by themselves")
	}
	switch {
	case s.manual():
		return errByHand
	case !s.about.clients:
		return errNoClients
	}
	s.writers = nil
	number, err := s.note("clients write by themselves", seed)
	if err != nil {
		return err
	}
	s.writers = s.newTypist(number, service.NewWriters(number))
	return nil
}

func (s *Session) manual() bool { return s.current.recording.moments[s.cursor].manual }

// note writes into the trace what begins, with its seed. A story does not expect it, so it is left.
func (s *Session) note(what, seed string) (uint64, error) {
	number, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("want a whole number from 0 to 2^64-1 as the seed, got %q: %w", seed, err)
	}
	if !s.inPast() && s.current.end().inStory {
		if err := s.do(story.LeaveLine); err != nil {
			return 0, err
		}
	}
	return number, s.do(fmt.Sprintf("note %s of seed %d", what, number))
}

func (s *Session) newTypist(seed uint64, from source) *typist {
	t := &typist{seed: strconv.FormatUint(seed, 10), from: from, due: s.now}
	t.draw(s.now)
	return t
}

// draw plans the next lines.
func (t *typist) draw(now lab.Time) {
	wait, lines := t.from.Next()
	t.due, t.lines = now.Add(wait), lines
}

// name is the seed, "" for nobody.
func (t *typist) name() string {
	if t == nil {
		return ""
	}
	return t.seed
}

// next is whoever types next, nil for nobody; faults come before requests of the same moment.
func (s *Session) next() *typist {
	if s.nemesis == nil || s.writers != nil && s.writers.due < s.nemesis.due {
		return s.writers
	}
	return s.nemesis
}

// advanceWorld lets time pass in the world, with what types by itself.
func (s *Session) advanceWorld(until lab.Time, limit int) {
	runner := s.world.runner
	for t := s.next(); t != nil && t.due <= until && runner.Status() != story.Failed; t = s.next() {
		before := runner.Steps()
		runner.Advance(t.due, limit)
		if limit -= int(runner.Steps() - before); limit <= 0 {
			return // events before it may be left
		}
		s.strike(t)
	}
	runner.Advance(until, limit)
}

// strikeFirst types the next lines if they come before the next event.
func (s *Session) strikeFirst() bool {
	runner, t := s.world.runner, s.next()
	if t == nil || runner.Status() == story.Failed {
		return false
	}
	if at, ok := runner.World().Next(); ok && at <= t.due {
		return false
	}
	runner.Idle(t.due)
	s.strike(t)
	return true
}

// strike types the planned lines. The trace shows whether one was impossible, or broke a property.
func (s *Session) strike(t *typist) {
	for _, line := range t.lines {
		typed, _ := s.world.do(line)
		if typed != nil {
			s.current.actions = append(s.current.actions, *typed)
		}
	}
	t.draw(max(t.due, s.world.runner.World().Now()))
}

// meanGap is the mean time between two random faults, 0 without any.
func (s *Session) meanGap() int64 {
	if s.nemesis == nil {
		return 0
	}
	return int64(nemesis.MeanGap)
}
