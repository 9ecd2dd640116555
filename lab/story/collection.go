package story

import (
	"errors"
	"fmt"
	"strings"
)

// ErrUnknown is wrapped by Find when no scenario has the id.
var ErrUnknown = errors.New("unknown scenario")

// Text is a scenario that is not read yet: its id, and its whole file.
type Text struct {
	ID, Source string
	// Half is what it can be compared with, the zero value for nothing.
	Half Half
}

// Half is a run in which what a story shows is missing, so that it ends otherwise: the same story with rules that are
// wrong on purpose, or another story without it.
type Half struct {
	// Scenario is the other story, "" for the same one.
	Scenario string
	// Rules are the wrong rules, "" with another story.
	Rules string
}

// Collection is many scenarios, in their order. The command and the tests have it from package scenarios; the
// page's engine gets it as a file beside its program, which would be larger with each story otherwise.
type Collection []Text

// All is every scenario.
func (c Collection) All() ([]*Scenario, error) {
	all := make([]*Scenario, len(c))
	for i, t := range c {
		scenario, err := ParseScenario(t.ID, t.Source)
		if err != nil {
			return nil, err
		}
		all[i] = scenario
	}
	return all, nil
}

// Find is the scenario with that id, or the first scenario about that subject, in either case: a4, A4.
func (c Collection) Find(id string) (*Scenario, error) {
	all, err := c.All()
	if err != nil {
		return nil, err
	}
	known := make([]string, 0, 2*len(all))
	for _, scenario := range all {
		if scenario.ID == id || strings.EqualFold(scenario.Subject, id) {
			return scenario, nil
		}
		known = append(known, scenario.ID, strings.ToLower(scenario.Subject))
	}
	return nil, fmt.Errorf("%w: %q%s", ErrUnknown, id, DidYouMean(id, known))
}
