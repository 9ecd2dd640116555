package session

import (
	"errors"
	"fmt"

	"raftlab/lab"
	"raftlab/lab/protocols"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

// ErrNotStarted is the error for a request that needs a world when there is none.
var ErrNotStarted = errors.New("no world has been started yet")

// Session is one page's conversation: one run at a time, with its branches.
type Session struct {
	// protocols are the protocols that can be played, stories the scenarios that have a name.
	protocols protocols.Set
	stories   story.Collection
	// live is the host of servers while the page plays: in workers. local is the host for recorded runs, which
	// play at once: in this process.
	live, local lab.Host

	recipe recipe
	about  about
	// branches are the courses of the run, current is the shown one.
	branches []*branch
	current  *branch
	// cursor is the shown moment, now the time there.
	cursor int
	now    lab.Time
	// world is the live run, and alive the branch at whose end it stands; both may be nil.
	world *run
	alive *branch
	// sent is the last event of the branch whose line the page has, begun says whether it has the header too;
	// calls wait for the next frame.
	sent  uint64
	begun bool
	calls []protocol.CallView
	// changed is each server's last change that the page has.
	changed []*serverChange
	// tell is asked now and then while a run is played again, and may end that with an error.
	tell func(done, of uint64) error
	// nemesis are the active random faults, writers the clients that write by themselves; each may be nil.
	nemesis, writers *typist
}

// New is a session whose servers run on the first host. Recorded runs are played on the second, where they must
// have the same trace, only sooner.
func New(all protocols.Set, stories story.Collection, live, local lab.Host) *Session {
	return &Session{protocols: all, stories: stories, live: live, local: local,
		tell: func(uint64, uint64) error { return nil }}
}

// OnProgress sets the function that is told how far a run is that is played again: the event, and the last event, 0 if
// that is not known. Its error ends the request, which then changes nothing.
func (s *Session) OnProgress(tell func(done, of uint64) error) { s.tell = tell }

// tellingSteps is how many steps lie between two words of progress.
const tellingSteps = 256

// Handle carries out one request and returns the reply.
func (s *Session) Handle(r protocol.Request) any {
	reply, err := s.answer(r)
	if err != nil {
		failure := protocol.NewFailure(r.ID, reader(err))
		failure.Lacks = errors.Is(err, protocols.ErrUnknown) || errors.Is(err, story.ErrUnknown)
		return failure
	}
	return reply
}

// answer is the only switch over requests.
func (s *Session) answer(r protocol.Request) (any, error) {
	if ask, ok := r.Ask.(protocol.StartRequest); ok {
		return s.shows(r.ID, s.start(ask))
	}
	if s.current == nil {
		return nil, ErrNotStarted
	}
	switch ask := r.Ask.(type) {
	case protocol.ExplainRequest:
		return s.explain(r.ID, ask.Event)
	case protocol.JudgeRequest:
		return s.judge(r.ID)
	case protocol.AdvanceRequest:
		return s.shows(r.ID, s.advance(lab.Time(ask.Until), min(max(ask.Events, 0), story.MaxEvents)))
	case protocol.StepRequest:
		return s.shows(r.ID, s.step())
	case protocol.DoRequest:
		return s.shows(r.ID, s.do(ask.Line))
	case protocol.FinishRequest:
		return s.shows(r.ID, s.finish())
	case protocol.SeekRequest:
		return s.shows(r.ID, s.seek(ask.Event))
	case protocol.BackRequest:
		return s.shows(r.ID, s.back())
	case protocol.SwitchRequest:
		return s.shows(r.ID, s.switchTo(ask.Branch))
	case protocol.PeekRequest:
		return s.peek(r.ID, ask)
	case protocol.BesideRequest:
		return s.shows(r.ID, s.beside(ask))
	case protocol.NemesisRequest:
		return s.shows(r.ID, s.setNemesis(ask.Seed))
	case protocol.WritersRequest:
		return s.shows(r.ID, s.setWriters(ask.Seed))
	}
	return nil, fmt.Errorf("%w: a %T", protocol.ErrRequest, r.Ask)
}

// shows is the frame after the request, unless it failed.
func (s *Session) shows(id int, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return s.frame(id), nil
}

// reader removes the place from an error about a line that a person just typed or clicked.
func reader(err error) error {
	if script, ok := errors.AsType[*story.ScriptError](err); ok && script.File == story.TypedLine {
		return script.Err
	}
	return err
}

// advance lets time pass: through the recording while the past is shown, and otherwise in the world.
func (s *Session) advance(until lab.Time, events int) error {
	if s.inPast() {
		s.advancePast(until, events)
		return nil
	}
	return s.play(func() error {
		s.advanceWorld(until, events)
		return nil
	})
}

// step shows the next event of the recording, or lets it happen.
func (s *Session) step() error {
	if s.inPast() {
		s.show(s.cursor + 1)
		return nil
	}
	return s.play(func() error {
		s.stepVisibly()
		return nil
	})
}

// do carries out a line. In the past, and if it departs from a story, the line begins a branch.
func (s *Session) do(line string) error {
	if s.inPast() {
		return s.branchOff(line)
	}
	if end := s.current.end(); end.status == story.Failed {
		s.present()
		return fmt.Errorf("this run has ended: %s", end.failure)
	}
	if err := s.revive(); err != nil {
		return err
	}
	if s.world.runner.Departs(line) {
		return s.branchOff(line)
	}
	return s.play(func() error {
		typed, err := s.world.do(line)
		if typed != nil {
			s.current.actions = append(s.current.actions, *typed)
		}
		return err
	})
}

// finish plays the rest of the scenario at once.
func (s *Session) finish() error {
	if end := s.current.end(); end.status != story.Failed && !end.inStory {
		s.present()
		if end.status == story.Playing {
			return story.ErrNoStory
		}
		return nil
	}
	return s.play(func() error {
		// The frame shows why a scenario failed.
		if err := s.world.runner.Finish(story.MaxEvents); errors.Is(err, story.ErrNoStory) {
			return err
		}
		return nil
	})
}

// play continues with the world at the end of the shown branch, unless it has ended.
func (s *Session) play(act func() error) error {
	if s.current.end().status == story.Failed {
		s.present()
		return nil
	}
	if err := s.revive(); err != nil {
		return err
	}
	err := act()
	s.current.recording.take(s.world)
	s.present()
	s.bound()
	return err
}

// stepVisibly steps until an event has a line in the trace.
func (s *Session) stepVisibly() {
	before := s.world.runner.World().Trace.Event()
	for s.world.runner.World().Trace.Event() == before && (s.strikeFirst() || s.world.runner.Step()) {
		continue
	}
}
