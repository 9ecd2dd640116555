package session

import (
	"errors"
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

// ErrNotStarted answers a request that needs a world when there is none.
var ErrNotStarted = errors.New("no world has been started yet")

// Session is one page's conversation: one run at a time, with its branches.
type Session struct {
	// live is where servers run while the page plays: in workers. local is where a recorded run is
	// played at once: in this process.
	live, local lab.Host

	recipe recipe
	about  about
	// branches are the ways in which the run went, current is the one that is shown.
	branches []*branch
	current  *branch
	// cursor is the moment that is shown, now the time there.
	cursor int
	now    lab.Time
	// world is the one whose servers run, and alive the branch at whose end it stands; both may be nil.
	world *run
	alive *branch
	// sent is the last event of the branch whose line the page has, begun tells whether it has the
	// header too; calls wait for the next frame.
	sent  uint64
	begun bool
	calls []protocol.CallView
	// changed is each server's last change, as the page has it.
	changed []*serverChange
	// trouble are the random faults that are on, nil for none.
	trouble *trouble
}

// New is a session whose servers live at the first host. Recorded runs are played at the second, where
// they must come out the same, only sooner.
func New(live, local lab.Host) *Session { return &Session{live: live, local: local} }

// maxEvents bounds the events of one request, so that the engine always answers soon. It is far
// above what any scenario needs.
const maxEvents = 1_000_000

// Handle carries out one request and gives the reply.
func (s *Session) Handle(r protocol.Request) any {
	reply, err := s.answer(r)
	if err != nil {
		return protocol.NewFailure(r.ID, reader(err))
	}
	return reply
}

func (s *Session) answer(r protocol.Request) (any, error) {
	switch r.Kind {
	case "catalogue":
		return s.catalogue(r.ID)
	case "explain":
		return s.explain(r.ID, r.Event)
	case "judge":
		return s.judge(r.ID)
	}
	if err := s.do(r); err != nil {
		return nil, err
	}
	return s.frame(r.ID), nil
}

// reader takes the place off an error about a line that a person just typed or clicked.
func reader(err error) error {
	if script, ok := errors.AsType[*story.ScriptError](err); ok && script.File == story.TypedLine {
		return script.Err
	}
	return err
}

func (s *Session) do(r protocol.Request) error {
	if r.Kind == "start" {
		return s.start(r)
	}
	if s.current == nil {
		return ErrNotStarted
	}
	switch r.Kind {
	case "advance", "step", "do", "finish":
		return s.goOn(r)
	case "seek":
		return s.seek(r.Event)
	case "back":
		return s.back()
	case "switch":
		return s.switchTo(r.Branch)
	case "nemesis":
		return s.setTrouble(r.Seed)
	}
	return fmt.Errorf("%w: kind %q", protocol.ErrRequest, r.Kind)
}

// goOn lets time pass or carries out a line: through what happened, while that is shown, and
// otherwise in the world.
func (s *Session) goOn(r protocol.Request) error {
	if s.inPast() {
		switch r.Kind {
		case "advance":
			s.advancePast(lab.Time(r.Until), min(max(r.Events, 0), maxEvents))
			return nil
		case "step":
			s.show(s.cursor + 1)
			return nil
		case "do":
			return s.branchOff(r.Line)
		}
	}
	if end := s.current.end(); end.status == story.Failed {
		s.present()
		if r.Kind == "do" {
			return fmt.Errorf("this run has ended: %s", end.failure)
		}
		return nil
	}
	if r.Kind == "finish" && !s.current.end().telling {
		s.present()
		if s.current.end().status == story.Playing {
			return story.ErrNoStory
		}
		return nil
	}
	if err := s.revive(); err != nil {
		return err
	}
	if r.Kind == "do" && s.world.runner.Departs(r.Line) {
		return s.branchOff(r.Line)
	}
	err := s.act(r)
	s.current.tape.take(s.world)
	s.present()
	s.bound()
	return err
}

// act goes on with the world that there is.
func (s *Session) act(r protocol.Request) error {
	runner := s.world.runner
	switch r.Kind {
	case "advance":
		s.advance(lab.Time(r.Until), min(max(r.Events, 0), maxEvents))
	case "step":
		s.stepVisibly()
	case "do":
		typed, err := s.world.do(r.Line)
		if typed != nil {
			s.current.actions = append(s.current.actions, *typed)
		}
		return err
	case "finish":
		// What a scenario fails with stands in the frame.
		if err := runner.Finish(maxEvents); errors.Is(err, story.ErrNoStory) {
			return err
		}
	}
	return nil
}

// stepVisibly steps until something happened that has a line in the trace.
func (s *Session) stepVisibly() {
	before := s.world.runner.World().Trace.Event()
	for s.world.runner.World().Trace.Event() == before && (s.strikeFirst() || s.world.runner.Step()) {
		continue
	}
}

func (s *Session) catalogue(id int) (protocol.Catalogue, error) {
	c := protocol.Catalogue{V: protocol.Version, Kind: "catalogue", ID: id}
	all, err := scenarios.All()
	if err != nil {
		return c, err
	}
	for _, scenario := range all {
		c.Scenarios = append(c.Scenarios, protocol.ScenarioInfo{ID: scenario.ID, Subject: scenario.Subject, Title: scenario.Title, Story: scenario.Story})
	}
	for _, set := range raftcluster.RuleSets() {
		c.Rules = append(c.Rules, protocol.RulesInfo{ID: set.ID, Title: set.Title, Wrong: set.Wrong})
	}
	for _, verb := range slices.Concat(story.Verbs(), raftcluster.New(raftcluster.DefaultSetup()).Verbs()) {
		c.Verbs = append(c.Verbs, protocol.VerbInfo{Name: verb.Name, Topic: verb.Topic, Usage: verb.Usage, Help: verb.Help, Setup: verb.Setup})
	}
	return c, nil
}
