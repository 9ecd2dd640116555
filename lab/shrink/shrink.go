package shrink

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
)

// Stage makes a run's player and the host of its servers. Each run has its own.
type Stage func() (story.Player, lab.Host)

// Options bound the work.
type Options struct {
	// Seed, if set, replaces the scenario's own.
	Seed *uint64
	// Events bounds the first run, and each later run.
	Events int
	// Runs bounds the number of runs; the result is the smallest found by then. 0 is a bound far above the needs
	// of a schedule of package nemesis.
	Runs int
	// Progress, if set, is called before each run with the run's number.
	Progress func(runs int)
	// Story keeps to the scenario's own commands, and makes no schedule of a manual world: for servers whose code
	// looks at the clock, so that the order of events alone does not decide.
	Story bool
	// Servers is how many servers are left at least. A server alone, or two, may fail for reasons of their own.
	Servers int
	// Correct, if set, makes servers without the mistake: a run that breaks a property with them, too, is none to show.
	// Leases are an example: a part of a story may break what they rely on.
	Correct Stage
}

// defaultRuns bounds the runs, if the caller does not.
const defaultRuns = 100_000

// Result is a small run that breaks the same property.
type Result struct {
	// Scenario is the text. Played with the same rules, it breaks the property of Violation.
	Scenario  string
	Violation *lab.Violation
	// Commands is the number of commands after the setup, Before the number in the original; for a manual schedule
	// both count events.
	Commands, Before int
	// Manual says whether the result is a schedule of a manual world. Minimal says whether every single command
	// was tried and is needed; otherwise the bound was reached before.
	Manual, Minimal bool
	// Runs is how many runs were made.
	Runs int
}

// ErrHolds is wrapped when the given run breaks no property.
var ErrHolds = errors.New("no property breaks in this run")

// Shrink makes a failing run small.
func Shrink(scenario *story.Scenario, stage Stage, options Options) (*Result, error) {
	if options.Runs == 0 {
		options.Runs = defaultRuns
	}
	s := &shrinker{stage: stage, options: options, scenario: scenario}
	recorder := newRecorder()
	first := s.play(scenario, recorder, nil)
	if first == nil {
		return nil, fmt.Errorf("shrink %s: %w", scenario.ID, ErrHolds)
	}
	s.property = first.ID
	s.servers = s.count
	setup, commands := s.split(scenario)
	var result *Result
	if !first.Liveness && !options.Story {
		result = s.asSchedule(setup, commands, recorder.commands())
	}
	if result == nil {
		result = s.asStory(setup, commands)
	}
	if result == nil {
		return nil, fmt.Errorf("shrink %s: %w the second time, so the run is not deterministic", scenario.ID, ErrHolds)
	}
	result.Runs = s.runs
	return result, nil
}

// shrinker makes one run small.
type shrinker struct {
	stage    Stage
	options  Options
	scenario *story.Scenario
	property string
	// setup is the names of the setup verbs, servers the run's number of servers, count the last run's, runs the
	// number of runs made.
	servers, count, runs int
	// cutShort is true if the bound was reached before every single command was tried.
	cutShort bool
}

// play is the property that a scenario breaks, or nil; recorder and watch may be nil. Watch is called after each
// step.
func (s *shrinker) play(scenario *story.Scenario, recorder *recorder, watch func(*story.Runner)) *lab.Violation {
	s.runs++
	if s.options.Progress != nil {
		s.options.Progress(s.runs)
	}
	player, host := s.stage()
	var sinks []func([]byte)
	listen := &listener{Player: player}
	if recorder != nil {
		sinks = append(sinks, recorder.line)
		listen.effective = recorder.effective
	}
	runner, err := story.NewRunner(scenario, listen, host, s.options.Seed, sinks...)
	if err != nil {
		return nil
	}
	s.count = runner.World().Servers()
	if watch == nil {
		// The world has the violation, announced or not. Setup alone is no story, even if it breaks something.
		if errors.Is(runner.Finish(s.options.Events), story.ErrNoStory) {
			return nil
		}
	} else {
		watch(runner)
		for runner.Status() == story.Playing && runner.Step() {
			watch(runner)
		}
	}
	// An error of Close is no reason to keep or leave out a command.
	_ = runner.World().Close()
	return runner.World().Violation()
}

// listener passes to a recorder the inputs that take effect.
type listener struct {
	story.Player
	effective func(id lab.ServerID, line uint64, unsent []lab.Outgoing)
}

func (l *listener) Begin(options *lab.Options) error {
	options.Effective = l.effective
	return l.Player.Begin(options)
}

// split separates the setup commands from the others.
func (s *shrinker) split(scenario *story.Scenario) (setup, commands []string) {
	player, _ := s.stage()
	isSetup := map[string]bool{}
	for _, verb := range append(story.Verbs(), player.Verbs()...) {
		isSetup[verb.Name] = verb.Setup
	}
	for _, c := range scenario.Commands {
		if isSetup[c.Words[0].Text] && len(commands) == 0 {
			setup = append(setup, c.Text)
		} else {
			commands = append(commands, c.Text)
		}
	}
	return setup, commands
}

// breaks reports whether a candidate breaks the property. At the bound of runs, it is always false.
func (s *shrinker) breaks(c candidate) bool {
	return s.violation(c) != nil
}

func (s *shrinker) violation(c candidate) *lab.Violation {
	if s.runs >= s.options.Runs {
		return nil
	}
	v := s.play(s.scenarioOf(c), nil, nil)
	if v == nil || v.ID != s.property || !s.holds(c) {
		return nil
	}
	return v
}

// holds reports whether a candidate breaks nothing with servers without the mistake.
func (s *shrinker) holds(c candidate) bool {
	if s.options.Correct == nil {
		return true
	}
	correct := &shrinker{stage: s.options.Correct, options: Options{Seed: s.options.Seed, Events: s.options.Events}}
	return correct.play(s.scenarioOf(c), nil, nil) == nil
}

// asSchedule shrinks the run as a schedule of a manual world. It is nil if the schedule does not break the
// property: then the violation depends on time.
func (s *shrinker) asSchedule(setup, story, recorded []string) *Result {
	c := candidate{servers: s.servers, setup: append([]string{"manual"}, s.setupOf(setup)...)}
	for _, command := range recorded {
		c.commands = append(c.commands, "try "+command)
	}
	// The story's last expectations may be the property itself.
	for _, line := range story {
		if strings.HasPrefix(line, "expect ") {
			c.commands = append(c.commands, line)
		}
	}
	before := len(c.commands)
	if !s.breaks(c) {
		return nil
	}
	c.sends = s.sends(c)
	c = s.reduce(c)
	for smaller, ok := s.oneForSeveral(c); ok; smaller, ok = s.oneForSeveral(c) {
		c = s.reduce(smaller)
	}
	s.reserve(c)
	c = s.byPlace(s.withoutCopies(c))
	return s.result(c, before, true)
}

// reserve keeps some runs for making the result readable, if the bound was reached early.
func (s *shrinker) reserve(c candidate) {
	if s.runs < s.options.Runs {
		return
	}
	s.cutShort = true
	s.options.Runs = s.runs + 10*len(c.commands) + 10
}

// asStory shrinks the scenario's own commands.
func (s *shrinker) asStory(setup, story []string) *Result {
	c := candidate{servers: s.servers, setup: s.setupOf(setup), commands: story}
	if !s.breaks(c) {
		return nil
	}
	before := len(c.commands)
	c = s.reduce(c)
	if merged := c.mergeRuns(); s.breaks(merged) {
		c = s.reduce(merged)
	}
	s.reserve(c)
	// A command that must succeed may make another one unnecessary.
	c = s.reduce(s.untried(c))
	return s.result(c, before, false)
}

// setupOf is the setup without the number of servers, which each candidate has itself, without the seed if
// Options.Seed replaces it, and without the protocol, which the stage decides.
func (s *shrinker) setupOf(setup []string) []string {
	return slices.DeleteFunc(slices.Clone(setup), func(line string) bool {
		verb, _, _ := strings.Cut(line, " ")
		return verb == "servers" || verb == story.ProtocolVerb || verb == "seed" && s.options.Seed != nil
	})
}

// result writes a candidate as a scenario.
func (s *shrinker) result(c candidate, before int, manual bool) *Result {
	minimal := s.runs < s.options.Runs && !s.cutShort
	s.options.Runs = s.runs + 1
	v := s.violation(c)
	lines := c.lines()
	if manual {
		lines = s.annotated(c)
	}
	if s.options.Seed != nil {
		lines = slices.Insert(lines, 1, fmt.Sprintf("seed %d", *s.options.Seed))
	}
	if protocol, ok := s.scenario.Setup(story.ProtocolVerb); ok {
		lines = slices.Insert(lines, 0, protocol.Text)
	}
	head := fmt.Sprintf(
		"# %s: %s, made small\n#\n# %s (%s): %s\n\n", s.scenario.Subject,
		s.scenario.Title, v.Name, v.Section, v.Sentence,
	)
	return &Result{
		Scenario: head + strings.Join(lines, "\n") + "\n", Violation: v,
		Commands: len(c.commands), Before: before, Manual: manual, Minimal: minimal,
	}
}
