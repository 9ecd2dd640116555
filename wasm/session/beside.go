package session

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/wasm/protocol"
)

// peek is a picture of any branch at any time. It moves nothing, so two branches can be looked at side by side.
func (s *Session) peek(id int, r protocol.PeekRequest) (any, error) {
	b, err := s.branch(r.Branch)
	if err != nil {
		return nil, err
	}
	t, now := b.recording, max(lab.Time(r.At), b.recording.moments[0].now)
	after, _ := slices.BinarySearchFunc(t.moments, now, func(m *moment, now lab.Time) int {
		if m.now <= now {
			return -1
		}
		return 1
	})
	f := s.picture(id, b, after-1, min(now, b.end().now))
	if r.Lines == 1 {
		f.Header, f.From, f.Lines = t.header, t.base+1, t.lines
	}
	return f, nil
}

// branch finds a branch by its number.
func (s *Session) branch(id int) (*branch, error) {
	if id < 0 || id >= len(s.branches) {
		return nil, fmt.Errorf("%w %d; the branches are 0 to %d", errNoBranch, id, len(s.branches)-1)
	}
	return s.branches[id], nil
}

// errNotBeside is the error for a trace of another run.
var errNotBeside = errors.New("the two runs cannot be compared: they begin differently")

// beside plays a whole trace, and adds it as a branch of the first. It begins as the first does, and leaves it where
// they differ.
func (s *Session) beside(ask protocol.BesideRequest) error {
	if len(s.branches) == maxBranches {
		return errBranches
	}
	first := s.branches[0].recording
	if !strings.HasPrefix(ask.Text, strings.Join(first.header, "\n")+"\n") {
		return errNotBeside
	}
	_, actions, err := fromTrace(protocol.StartRequest{Text: ask.Text})
	if err != nil {
		return err
	}
	next := &branch{id: len(s.branches), recording: &recording{}}
	world, err := s.begin(s.recipe, s.local, next.recording, false)
	if err != nil {
		return err
	}
	if next.actions, err = s.playAll(world, actions, ask.Event); err != nil {
		return errors.Join(err, world.close())
	}
	next.recording.take(world)
	if err := world.close(); err != nil {
		return err
	}
	for next.at = first.base; first.line(next.at+1) != "" && first.line(next.at+1) == next.recording.line(next.at+1); {
		next.at++
	}
	s.branches = append(s.branches, next)
	s.bound()
	return nil
}
