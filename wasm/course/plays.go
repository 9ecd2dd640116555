package main

import (
	"strings"

	"raftlab/lab/lessons"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// Play is a story that plays within the text of an exercise, from its beginning.
type Play struct {
	// Scenario is the id of a scenario of the catalogue; otherwise Text is the scenario itself.
	Scenario string `json:"scenario"`
	Text     string `json:"text"`
	Title    string `json:"title"`
	Rules    string `json:"rules"`
	// RulesTitle is the title of these rules, "" for the scenario's own.
	RulesTitle string   `json:"rulesTitle"`
	Show       []string `json:"show"`
	// End is the time of the story's end. Breaks is true if it is stopped there.
	End    int64 `json:"end"`
	Breaks bool  `json:"breaks"`
	// Link opens it in the lab, from the beginning.
	Link string `json:"link"`
}

// playNumber is the attribute of a link that is played in the text: its place among the plays.
const playNumber = "data-play"

// playHere is what a raftlab run command plays.
func (p *page) playHere(command, link string) (Play, error) {
	id, rules, err := p.runCommand(command)
	if err != nil {
		return Play{}, err
	}
	made := Play{Rules: rules, RulesTitle: p.rules[rules].Title, Link: link}
	var scenario *story.Scenario
	if strings.HasSuffix(id, ".txt") {
		scenario, err = story.ParseScenario("story", p.story)
	} else {
		scenario, err = scenarios.Find(id)
	}
	if err != nil {
		return made, err
	}
	if made.Text = scenario.Text; !strings.HasSuffix(id, ".txt") {
		made.Scenario, made.Text = scenario.ID, ""
	}
	made.Title, made.Show = scenario.Title, []string{"ring", "feed"}
	// Elections are seen in the ring; the other subjects are about logs.
	if !strings.HasPrefix(scenario.Subject, "A") {
		made.Show = []string{"ring", "logs", "marks", "feed"}
	}
	played := &lessons.Lab{Scenario: scenario, Rules: rules}
	moments, stage, err := played.Moments([]lessons.Step{{End: true}})
	if err != nil {
		return made, err
	}
	made.End, made.Breaks = moments[1].At, stage.Failure() != nil
	return made, nil
}
