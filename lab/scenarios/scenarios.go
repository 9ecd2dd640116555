package scenarios

import (
	"errors"
	"fmt"
	"strings"

	"raftlab/lab/protocols"
	"raftlab/lab/story"
)

// ErrUnknown is wrapped by Find when no scenario has the id.
var ErrUnknown = errors.New("unknown scenario")

// All is every scenario, in the order of the subjects.
func All() ([]*story.Scenario, error) {
	all := make([]*story.Scenario, len(texts))
	for i, t := range texts {
		scenario, err := story.ParseScenario(t.id, t.source)
		if err != nil {
			return nil, err
		}
		all[i] = scenario
	}
	return all, nil
}

// Named is the random schedule of that name, such as schedule-17, of the protocol that has it, or the scenario that
// Find finds.
func Named(all protocols.Set, name string) (*story.Scenario, error) {
	if schedule, ok := all.Named(name); ok {
		return schedule, nil
	}
	return Find(name)
}

// Find is the scenario with that id, or the first scenario about that subject, in either case: a4, A4.
func Find(id string) (*story.Scenario, error) {
	all, err := All()
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
	return nil, fmt.Errorf("%w: %q%s", ErrUnknown, id, story.DidYouMean(id, known))
}
