package session

import (
	"errors"
	"fmt"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/cluster"
	"raftlab/lab/nemesis"
	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
)

// ErrNotStarted answers a request that needs a world when there is none.
var ErrNotStarted = errors.New("no world has been started yet")

// Session is one page's conversation: one world at a time.
type Session struct {
	host    lab.Host
	runner  *lab.Runner
	cluster *cluster.Cluster
	// lines wait for the next frame; kept are the last lines of all, for when something breaks.
	lines, kept []string
}

// New is a session whose servers live at the given host.
func New(host lab.Host) *Session { return &Session{host: host} }

// maxEvents bounds the events of one request, so that the engine always answers soon. It is far
// above what any scenario needs.
const maxEvents = 1_000_000

// Handle carries out one request and gives the reply.
func (s *Session) Handle(r protocol.Request) any {
	if r.Kind == "catalogue" {
		catalogue, err := s.catalogue(r.ID)
		if err != nil {
			return protocol.NewFailure(r.ID, err)
		}
		return catalogue
	}
	if err := s.do(r); err != nil {
		return protocol.NewFailure(r.ID, reader(err))
	}
	return s.frame(r.ID)
}

// reader takes the place off an error about a line that a person just typed or clicked.
func reader(err error) error {
	var script *lab.ScriptError
	if errors.As(err, &script) && script.File == lab.TypedLine {
		return script.Err
	}
	return err
}

func (s *Session) do(r protocol.Request) error {
	if r.Kind == "start" {
		return s.start(r)
	}
	if s.runner == nil {
		return ErrNotStarted
	}
	switch r.Kind {
	case "advance":
		s.runner.Advance(lab.Time(r.Until), min(max(r.Events, 0), maxEvents))
	case "step":
		s.stepVisibly()
	case "do":
		return s.runner.Do(r.Line)
	case "finish":
		// What a scenario fails with stands in the frame.
		if err := s.runner.Finish(maxEvents); errors.Is(err, lab.ErrNoStory) {
			return err
		}
	default:
		return fmt.Errorf("%w: kind %q", protocol.ErrRequest, r.Kind)
	}
	return nil
}

// stepVisibly steps until something happened that has a line in the trace.
func (s *Session) stepVisibly() {
	before := s.runner.World().Trace.Event()
	for s.runner.World().Trace.Event() == before && s.runner.Step() {
		continue
	}
}

// freePlay is the id of the scenario that is no story: servers and nothing else.
const freePlay = "free-play"

// start ends the world before and makes a new one. What can be wrong with the request is looked
// at first, so that a mistake does not cost the old world.
func (s *Session) start(r protocol.Request) error {
	scenario, err := s.scenario(r)
	if err != nil {
		return err
	}
	if _, err := cluster.FindRules(r.Rules); err != nil && r.Rules != "" {
		return err
	}
	var seed *uint64
	if r.Seed != "" {
		number, err := strconv.ParseUint(r.Seed, 10, 64)
		if err != nil {
			return fmt.Errorf("the seed %q is not a whole number from 0 to 2^64-1: %w", r.Seed, err)
		}
		seed = &number
	}
	return s.begin(scenario, r.Rules, seed)
}

// begin ends the world before and makes that of a scenario, with other rules and another seed if so
// wanted.
func (s *Session) begin(scenario *lab.Scenario, rules string, seed *uint64) error {
	if err := s.end(); err != nil {
		return err
	}
	s.cluster = cluster.New(cluster.DefaultSetup())
	if rules != "" {
		s.cluster.ForceRules(rules)
	}
	s.lines, s.kept = nil, nil
	runner, err := lab.NewRunner(scenario, s.cluster, s.host, seed, s.keepLine)
	if err != nil {
		return err
	}
	s.runner = runner
	return nil
}

func (s *Session) end() error {
	if s.runner == nil {
		return nil
	}
	runner := s.runner
	s.runner, s.cluster = nil, nil
	return runner.World().Close()
}

// scenario finds the scenario, draws the random schedule of that name, or makes free play.
func (s *Session) scenario(r protocol.Request) (*lab.Scenario, error) {
	if schedule, ok := nemesis.Named(r.Scenario); ok {
		return schedule, nil
	}
	if r.Scenario != "" {
		return scenarios.Find(r.Scenario)
	}
	if r.Servers < 1 || r.Servers > lab.MaxServers {
		return nil, fmt.Errorf("a cluster has 1 to %d servers, not %d", lab.MaxServers, r.Servers)
	}
	return lab.ParseScenario(freePlay, fmt.Sprintf("# Free: Free play\nservers %d\n", r.Servers))
}

// keptLines is how far back the causes of a broken property are told, at least.
const keptLines = 20_000

func (s *Session) keepLine(line []byte) {
	text := string(line[:len(line)-1])
	s.lines, s.kept = append(s.lines, text), append(s.kept, text)
	if len(s.kept) == 2*keptLines {
		s.kept = append(make([]string, 0, 2*keptLines), s.kept[keptLines:]...)
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
	for _, set := range cluster.RuleSets() {
		c.Rules = append(c.Rules, protocol.RulesInfo{ID: set.ID, Title: set.Title, Wrong: set.Wrong})
	}
	return c, nil
}
