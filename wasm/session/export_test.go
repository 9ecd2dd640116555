package session

import "raftlab/wasm/protocol"

// BeginText starts a scenario outside the catalogue.
func (s *Session) BeginText(id, text string) error {
	return s.start(protocol.StartRequest{Scenario: id, Text: text})
}

// LimitMoments makes sessions keep fewer moments, until restore is called.
func LimitMoments(tape, all int) (restore func()) {
	before, beforeAll := maxMoments, maxAllMoments
	maxMoments, maxAllMoments = tape, all
	return func() { maxMoments, maxAllMoments = before, beforeAll }
}
