package session

import "raftlab/lab"

// BeginText starts a scenario that is in no catalogue.
func (s *Session) BeginText(id, text string) error {
	scenario, err := lab.ParseScenario(id, text)
	if err != nil {
		return err
	}
	return s.begin(scenario, "", nil)
}
