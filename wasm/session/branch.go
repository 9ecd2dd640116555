package session

import (
	"errors"
	"fmt"

	"raftlab/lab"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

// branch is one course of the run: the first, or one that began with an action in the past of another, or in the
// middle of its story.
type branch struct {
	id, parent int
	// at is the event of the parent after which the branch left it.
	at        uint64
	recording *recording
	actions   []action
}

// maxBranches is the greatest number of branches that a run keeps.
const maxBranches = 20

// errBranches is the error for too many branches.
var errBranches = fmt.Errorf(
	"a run has at most %d branches: continue in one of them, or start the run again",
	maxBranches,
)

// errNoBranch is wrapped by a switch to an unknown branch.
var errNoBranch = errors.New("unknown branch")

// end is the last moment of the branch.
func (b *branch) end() *moment { return b.recording.moments[len(b.recording.moments)-1] }

// branchOff acts at the shown moment: in the past, or in the present of a story that the action would disturb. The
// old branch stays, story and all. The new branch drops the rest of the story, as `raftlab fork` does.
func (s *Session) branchOff(line string) error {
	if len(s.branches) == maxBranches {
		return errBranches
	}
	if s.world != nil {
		if err := s.world.runner.Understands(line); err != nil {
			return err
		}
	}
	parent, at := s.current, s.current.recording.moments[s.cursor]
	next := &branch{id: len(s.branches), parent: parent.id, at: at.event, recording: parent.recording.until(s.cursor)}
	for _, a := range parent.actions {
		if a.event <= at.event {
			next.actions = append(next.actions, a)
		}
	}
	world := s.world
	if s.inPast() {
		var err error
		if world, err = s.replay(parent, s.cursor, s.now); err != nil {
			return err
		}
		s.calls = nil
	}
	world.recording = next.recording
	lines := []string{line}
	if world.runner.UnderWay() && line != story.LeaveLine {
		lines = []string{story.LeaveLine, line}
	}
	for _, one := range lines {
		typed, err := world.do(one)
		if err != nil {
			// The line had no effect, so the branch is not kept.
			return errors.Join(err, s.endWorld())
		}
		next.actions = append(next.actions, *typed)
	}
	s.branches = append(s.branches, next)
	s.current, s.alive, s.nemesis, s.writers = next, next, nil, nil
	s.present()
	s.sent = min(s.sent, at.event)
	return nil
}

// replay ends the present world, and plays a branch up to a moment on the workers. The world belongs to no branch
// yet.
func (s *Session) replay(b *branch, index int, now lab.Time) (*run, error) {
	if err := s.endWorld(); err != nil {
		return nil, err
	}
	world, err := s.begin(s.recipe, s.live, b.recording, true)
	if err != nil {
		return nil, err
	}
	s.world = world
	if err := world.to(index, now, b.actions); err != nil {
		return nil, errors.Join(err, s.endWorld())
	}
	return world, nil
}

// revive moves the workers to the end of the shown branch.
func (s *Session) revive() error {
	if s.alive == s.current {
		return nil
	}
	_, err := s.replay(s.current, len(s.current.recording.moments)-1, s.current.end().now)
	if err == nil {
		s.alive = s.current
	}
	return err
}

// endWorld ends the workers' world, if any.
func (s *Session) endWorld() error {
	if s.world == nil {
		return nil
	}
	world := s.world
	s.world, s.alive = nil, nil
	return world.close()
}

// switchTo shows another branch, at its end. The workers follow when it continues.
func (s *Session) switchTo(id int) error {
	if id < 0 || id >= len(s.branches) {
		return fmt.Errorf("%w %d; the branches are 0 to %d", errNoBranch, id, len(s.branches)-1)
	}
	s.nemesis, s.writers = nil, nil
	s.sent = min(s.sent, s.common(s.current, s.branches[id]))
	s.current = s.branches[id]
	s.show(len(s.current.recording.moments) - 1)
	return nil
}

// bound forgets the beginnings of the longest other branches while they take too much memory. Shared parts count
// for each branch, so the estimate is never too low.
func (s *Session) bound() {
	for {
		all, longest := 0, (*branch)(nil)
		for _, b := range s.branches {
			all += len(b.recording.moments)
			if b != s.current && len(b.recording.moments) > 1 &&
				(longest == nil || len(b.recording.moments) > len(longest.recording.moments)) {
				longest = b
			}
		}
		if all <= maxAllMoments || longest == nil {
			return
		}
		longest.recording.forget()
	}
}

// common is the last event that two branches have in common.
func (s *Session) common(a, b *branch) uint64 {
	event := min(a.recording.last(), b.recording.last())
	for a != b {
		if a.id < b.id {
			a, b = b, a
		}
		// The younger of the two cannot be an ancestor of the other.
		event, a = min(event, a.at), s.branches[a.parent]
	}
	return event
}

// branchViews lists the branches in the page's form.
func (s *Session) branchViews() []protocol.BranchView {
	views := make([]protocol.BranchView, 0, len(s.branches))
	for _, b := range s.branches {
		views = append(
			views,
			protocol.BranchView{
				ID:     b.id,
				Parent: b.parent,
				At:     b.at,
				Last:   b.recording.last(),
				Status: statusName(b.end()),
			},
		)
	}
	return views
}

func statusName(m *moment) string {
	if m.asTold {
		return "told"
	}
	return [...]string{"playing", "finished", "failed"}[m.status]
}
