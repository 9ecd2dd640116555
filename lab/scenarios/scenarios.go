package scenarios

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
)

//go:embed *.txt
var files embed.FS

// ErrUnknown is wrapped by Find when no scenario has the id.
var ErrUnknown = errors.New("there is no such scenario")

// All is every scenario, in the order of the subjects: A1 before A2, and A before B.
func All() ([]*lab.Scenario, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("list the scenarios: %w", err)
	}
	all := make([]*lab.Scenario, 0, len(entries))
	for _, entry := range entries {
		text, err := files.ReadFile(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read a scenario: %w", err)
		}
		scenario, err := lab.ParseScenario(strings.TrimSuffix(entry.Name(), ".txt"), string(text))
		if err != nil {
			return nil, err
		}
		all = append(all, scenario)
	}
	slices.SortFunc(all, bySubject)
	return all, nil
}

// bySubject compares the letter and then the number, so that A2 stands before A10. Scenarios about
// the same subject stand in the order of their ids.
func bySubject(a, b *lab.Scenario) int {
	if order := strings.Compare(a.Subject[:1], b.Subject[:1]); order != 0 {
		return order
	}
	return cmp.Or(cmp.Compare(len(a.Subject), len(b.Subject)), strings.Compare(a.Subject, b.Subject), strings.Compare(a.ID, b.ID))
}

// Find is the scenario with that id, or the first one about that subject, in either case: a4, A4.
func Find(id string) (*lab.Scenario, error) {
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
	return nil, fmt.Errorf("%w: %q%s", ErrUnknown, id, lab.DidYouMean(id, known))
}
