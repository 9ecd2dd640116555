package grader

import (
	"errors"
	"fmt"

	"raftlab/lab"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
)

// A run that is not over when its steps are used up breaks no property, so it cannot be made small. But servers that
// are busy for nothing are so from the beginning. The beginning of the run is short enough to watch.

// shortSteps is how many steps show that servers are busy: in as short a time a healthy cluster takes a tenth.
const (
	shortSteps    = 1000
	maxShortSteps = 20 * shortSteps
)

// short is the beginning of a run that is not over. If its servers are busy from the start, it is the setup, and the
// shortest time in which as much happens. Otherwise it is what comes before the story waits for something, and a while
// of what comes instead.
func (g *grading[R]) short(scenario *story.Scenario, f *Finding) *shrink.Result {
	setup, before := g.beginnings(scenario)
	head := fmt.Sprintf("# %s: %s, its beginning\n\n", scenario.Subject, scenario.Title)
	for _, wait := range []string{"run 10ms\n", "run 100ms\n", "run 1s\n"} {
		if short, steps := g.begin(head+setup+wait, f); steps >= shortSteps {
			return short
		}
	}
	short, _ := g.begin(head+before+"run 3s\n", f)
	return short
}

// begin plays a beginning, and counts its steps. It gives nil for a beginning that is too long, too.
func (g *grading[R]) begin(text string, f *Finding) (short *shrink.Result, steps uint64) {
	scenario, err := story.ParseScenario("beginning", text)
	if err != nil {
		return nil, 0
	}
	player, host := g.exercise.Stage(g.rules, nil)()
	runner, err := story.NewRunner(scenario, player, host, nil)
	if err != nil {
		return nil, 0
	}
	failure := runner.Finish(maxShortSteps)
	w := runner.World()
	_ = w.Close()
	if errors.Is(failure, story.ErrUnended) {
		return nil, 0
	}
	return &shrink.Result{
		Scenario: text, Commands: 1,
		Violation: &lab.Violation{Sentence: f.Sentence, Event: w.Trace.Event(), Time: w.Now()},
	}, runner.Steps()
}

// beginnings are two beginnings of a scenario, a line for each command: its setup, and all before it first waits for
// something.
func (g *grading[R]) beginnings(scenario *story.Scenario) (setup, before string) {
	player, _ := g.exercise.Stage(g.rules, nil)()
	isSetup := map[string]bool{}
	for _, verb := range append(story.Verbs(), player.Verbs()...) {
		isSetup[verb.Name] = verb.Setup
	}
	for _, command := range scenario.Commands {
		verb := command.Words[0].Text
		if verb == "expect" || verb == "await" {
			break
		}
		before += command.Text + "\n"
		if isSetup[verb] {
			setup += command.Text + "\n"
		}
	}
	return setup, before
}
