package session

import (
	"errors"
	"fmt"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

// trouble are random faults, typed one after the other while time passes. What decides them is their
// seed alone, and the world's time, not when and how often the page asks for more of it.
type trouble struct {
	seed  string
	live  *nemesis.Live
	due   lab.Time
	lines []string
}

// errByHand answers who wants random faults where nothing happens by itself.
var errByHand = errors.New("in a world by hand no time passes in which random faults could strike")

// setTrouble turns random faults on, those of a seed, or off, which ends every fault that there is. Both
// are lines in the trace, so that a run says where they began and ended.
func (s *Session) setTrouble(seed string) error {
	if seed == "" {
		if s.trouble == nil {
			return nil
		}
		s.trouble = nil
		return s.goOn(protocol.Request{Kind: "do", Line: "recover"})
	}
	number, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		return fmt.Errorf("the seed %q is not a whole number from 0 to 2^64-1: %w", seed, err)
	}
	if s.current.tape.moments[s.cursor].manual {
		return errByHand
	}
	s.trouble = nil
	if !s.inPast() && s.current.end().telling {
		// A story does not count on them.
		if err := s.goOn(protocol.Request{Kind: "do", Line: story.LeaveLine}); err != nil {
			return err
		}
	}
	if err := s.goOn(protocol.Request{Kind: "do", Line: fmt.Sprintf("note random faults of seed %d", number)}); err != nil {
		return err
	}
	s.trouble = &trouble{seed: strconv.FormatUint(number, 10), live: nemesis.NewLive(number, len(s.current.tape.moments[0].servers)), due: s.now}
	s.trouble.draw(s.now)
	return nil
}

// draw makes the next fault due.
func (t *trouble) draw(now lab.Time) {
	wait, lines := t.live.Next()
	t.due, t.lines = now.Add(wait), lines
}

func (t *trouble) name() string {
	if t == nil {
		return ""
	}
	return t.seed
}

// advance lets time pass, with the faults that are due in it.
func (s *Session) advance(until lab.Time, limit int) {
	runner := s.world.runner
	for s.trouble != nil && s.trouble.due <= until && runner.Status() != story.Failed {
		before := runner.Steps()
		runner.Advance(s.trouble.due, limit)
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
	if s.trouble == nil || runner.Status() == story.Failed {
		return false
	}
	if at, ok := runner.World().Next(); ok && at <= s.trouble.due {
		return false
	}
	runner.Idle(s.trouble.due)
	s.strike()
	return true
}

// strike types the fault that is due. That it cannot be done now, or broke a property, the trace tells.
func (s *Session) strike() {
	for _, line := range s.trouble.lines {
		typed, _ := s.world.do(line)
		if typed != nil {
			s.current.actions = append(s.current.actions, *typed)
		}
	}
	s.trouble.draw(max(s.trouble.due, s.world.runner.World().Now()))
}

// timing is what a frame says of §5.6.
func (s *Session) timing() protocol.Timing {
	t := s.about.timing
	if s.trouble != nil {
		t.BetweenFaults = int64(nemesis.MeanGap)
	}
	return t
}

func timing(setup raftcluster.Setup) protocol.Timing {
	low, high := setup.ElectionTimeoutMin, setup.ElectionTimeoutMax
	for _, own := range setup.Own {
		// order-free: the least and the greatest of all
		low, high = min(low, own[0]), max(high, own[1])
	}
	return protocol.Timing{ElectionMin: int64(low), ElectionMax: int64(high), Heartbeat: int64(setup.HeartbeatInterval)}
}
