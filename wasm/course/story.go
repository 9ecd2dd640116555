package main

import (
	"errors"

	"raftlab/grader/link"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

// storyLink is the link to the story that the text told last, as a run of its own.
func (p *page) storyLink(rules string) (destination, title string, err error) {
	if p.story == "" {
		return "", "", errors.New("a command plays a file, but no scenario was written out before it")
	}
	scenario, err := story.ParseScenario("story", p.story)
	if err != nil {
		return "", "", err
	}
	destination, err = runLink(scenario, rules, 0)
	return destination, scenario.Subject + ": " + scenario.Title, err
}

// runLink is the link under which the page opens a scenario that is in no catalogue, at an event.
func runLink(scenario *story.Scenario, rules string, event uint64) (string, error) {
	if rules == "" {
		rules = raftcluster.ReferenceRules
	}
	data, err := link.Encode(link.Run{Scenario: scenario.Text, Rules: rules, Title: scenario.Title, Event: event})
	return "#/trace/" + data, err
}
