package main

import (
	"errors"

	"raftlab/grader/link"
	"raftlab/lab/protocols/known"
	"raftlab/lab/story"
)

// storyLink is the link to the last story in the text, as its own run.
func (p *page) storyLink(rules string) (destination, title string, err error) {
	if p.story == "" {
		return "", "", errors.New("a command plays a file, but the text before it has no scenario")
	}
	scenario, err := story.ParseScenario("story", p.story)
	if err != nil {
		return "", "", err
	}
	destination, err = runLink(scenario, rules, 0)
	return destination, scenario.Subject + ": " + scenario.Title, err
}

// runLink is the link that opens, at an event, a scenario outside the catalogue.
func runLink(scenario *story.Scenario, rules string, event uint64) (string, error) {
	if rules == "" {
		protocol, err := known.Protocols().Of(scenario)
		if err != nil {
			return "", err
		}
		rules = protocol.RuleSets()[0].ID
	}
	data, err := link.Encode(link.Run{Scenario: scenario.Text, Rules: rules, Title: scenario.Title, Event: event})
	return "#/lab/" + data, err
}
