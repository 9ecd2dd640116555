package session

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/replay"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

// about is the part of a frame about the run as a whole.
type about struct {
	protocol, seed, rules string
	own                   []int
	// face shows the run, kinds are the kinds of its trace lines.
	face  face.Face
	kinds []lab.LineKind
	// checks are the properties that every step is judged by.
	checks []lab.Check
	// clients is false for a protocol without clients.
	clients bool
}

const (
	// freePlay is the id of the scenario without a story: only servers.
	freePlay = "free-play"
	// textID is the id of a scenario that was sent as text without an id.
	textID = "text"
)

// start ends the old world and makes a new one. It checks the request first, so that a mistake does not cost the
// old world.
func (s *Session) start(r protocol.StartRequest) error {
	var actions []action
	if strings.HasPrefix(r.Text, traceMark) {
		var err error
		if r, actions, err = fromTrace(r); err != nil {
			return err
		}
	}
	scenario, err := s.findScenario(r)
	if err != nil {
		return err
	}
	of, err := s.protocols.Of(scenario)
	if err != nil {
		return err
	}
	wanted := recipe{scenario: scenario, rules: r.Rules, own: r.Own, exercises: r.Exercises}
	if err := wanted.choose(of.New()); err != nil {
		return err
	}
	if r.Seed != "" {
		number, err := strconv.ParseUint(r.Seed, 10, 64)
		if err != nil {
			return fmt.Errorf("want a whole number from 0 to 2^64-1 as the seed, got %q: %w", r.Seed, err)
		}
		wanted.seed = &number
	}
	s.current = nil
	if err := s.endWorld(); err != nil {
		return err
	}
	s.recipe = wanted
	s.sent, s.begun, s.calls, s.changed = 0, false, nil, nil
	s.nemesis, s.writers = nil, nil
	if r.Event > 0 || len(actions) > 0 {
		return s.record(actions, r.Event)
	}
	return s.beginLive()
}

// beginLive boots the servers of the first branch in their workers.
func (s *Session) beginLive() error {
	first := &branch{recording: &recording{}}
	world, err := s.begin(s.recipe, s.live, first.recording, false)
	if err != nil {
		return err
	}
	s.world, s.alive = world, first
	s.shown(first, world)
	return nil
}

// shown makes a branch the first, and shows its end.
func (s *Session) shown(first *branch, world *run) {
	s.branches, s.current = []*branch{first}, first
	s.about = about{
		protocol: world.player.ID(), seed: strconv.FormatUint(world.runner.Options.Seed, 10),
		rules: world.player.Rules(), own: []int{}, face: world.face, kinds: world.kinds, checks: world.player.Checks(),
		clients: world.player.History() != nil,
	}
	for i := range world.runner.World().Servers() {
		if world.player.Owns(lab.ServerID(i + 1)) {
			s.about.own = append(s.about.own, i+1)
		}
	}
	s.present()
}

// record plays a whole run at once, with its typed lines, and shows an event of it; 0 is its end.
func (s *Session) record(actions []action, event int64) error {
	first := &branch{recording: &recording{}}
	world, err := s.begin(s.recipe, s.local, first.recording, false)
	if err != nil {
		return err
	}
	runner := world.runner
	for steps := 0; steps < story.MaxEvents; steps++ {
		if len(actions) > 0 && actions[0].steps == runner.Steps() {
			runner.Idle(actions[0].time)
			// Done or refused, the trace has the line, as in the first run.
			if typed, _ := world.do(actions[0].line); typed != nil {
				first.actions = append(first.actions, *typed)
			}
			actions = actions[1:]
			continue
		}
		over := runner.Status() != story.Playing || runner.Endless() && runner.World().Trace.Event() >= uint64(event)
		if over && len(actions) == 0 || !runner.Step() {
			break
		}
	}
	first.recording.take(world)
	s.shown(first, world)
	s.show(s.cursor)
	err = world.close()
	if event > 0 {
		err = errors.Join(err, s.seek(event))
	}
	return err
}

// findScenario reads the text, finds the scenario, draws the random schedule of that name, or makes free play.
func (s *Session) findScenario(r protocol.StartRequest) (*story.Scenario, error) {
	if r.Text != "" {
		id := r.Scenario
		if id == "" {
			id = textID
		}
		return story.ParseScenario(id, r.Text)
	}
	if r.Scenario != "" && r.Scenario != freePlay {
		return s.protocols.Scenario(s.stories, r.Scenario)
	}
	if r.Servers < 1 || r.Servers > lab.MaxServers {
		return nil, fmt.Errorf("want 1 to %d servers, got %d", lab.MaxServers, r.Servers)
	}
	return story.ParseScenario(freePlay, fmt.Sprintf("# Free: Free play\nservers %d\n", r.Servers))
}

// traceMark begins the text of a trace.
const traceMark = "# raftlab trace "

// fromTrace reads from a trace's text everything that decides the run: its header, and the typed lines. The other
// lines may be missing.
func fromTrace(r protocol.StartRequest) (protocol.StartRequest, []action, error) {
	// The added line ends the header.
	reader, err := replay.NewReader("the trace", strings.NewReader(r.Text+"\n# end\n"))
	if err != nil {
		return r, nil, err
	}
	header := reader.Header()
	if header.Script == "" {
		return r, nil, fmt.Errorf("this run cannot be replayed: %w", replay.ErrNoScript)
	}
	var actions []action
	for text := range strings.SplitSeq(r.Text, "\n") {
		line, ok := replay.ParseLine(text)
		if !ok || line.Kind != story.TypedKind {
			continue
		}
		number, command, _ := strings.Cut(line.Details, " ")
		steps, err := strconv.ParseUint(number, 10, 64)
		if err != nil {
			return r, nil, fmt.Errorf("%w: event %d lacks the number of steps before it", replay.ErrCorrupt, line.Event)
		}
		actions = append(actions, action{steps: steps, time: line.Time, event: line.Event, line: command})
	}
	r.Scenario, r.Text = header.Value("scenario"), header.Script
	if r.Seed == "" {
		r.Seed = header.Value("seed")
	}
	if r.Rules == "" {
		r.Rules = header.Value("rules")
	}
	if r.Own == "" {
		r.Own = header.Value("own")
	}
	if r.Exercises == "" {
		r.Exercises = header.Value("exercises")
	}
	return r, actions, nil
}
