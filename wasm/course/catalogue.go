package main

import (
	"raftlab/lab/protocols"
	"raftlab/lab/protocols/known"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

// catalogue lists the scenarios, the sets of rules and the verbs of all protocols.
func catalogue() (c protocol.Catalogue, err error) {
	stories, all := scenarios.Collection(), known.Protocols()
	list, err := stories.All()
	if err != nil {
		return c, err
	}
	for i, scenario := range list {
		half := stories[i].Half
		of, err := all.Of(scenario)
		if err != nil {
			return c, err
		}
		c.Scenarios = append(
			c.Scenarios,
			protocol.ScenarioInfo{
				Protocol: of.ID(),
				ID:       scenario.ID,
				Subject:  scenario.Subject,
				Title:    scenario.Title,
				Story:    scenario.Story,
				Breaks:   breaks(all, scenario),
				Lacks:    half.Rules,
				Compare:  half.Scenario,
			},
		)
	}
	c.Verbs = verbs("", story.Verbs())
	for _, p := range all {
		c.Protocols = append(c.Protocols, protocol.ProtocolInfo{ID: p.ID(), Title: p.Title()})
		for _, set := range p.RuleSets() {
			c.Rules = append(
				c.Rules,
				protocol.RulesInfo{
					Protocol: p.ID(), ID: set.ID, Title: set.Title, Wrong: set.Wrong, Story: set.Story,
				},
			)
		}
		c.Verbs = append(c.Verbs, verbs(p.ID(), p.New().Verbs())...)
	}
	return c, nil
}

// breaks is the name of the property that a scenario of the catalogue breaks, "" for none.
func breaks(all protocols.Set, scenario *story.Scenario) string {
	command, breaks := scenario.Setup(story.BreaksVerb)
	if !breaks {
		return ""
	}
	for _, p := range all {
		for _, check := range p.New().Checks() {
			if check.ID == command.Words[1].Text {
				return check.Name
			}
		}
	}
	return ""
}

func verbs(of string, list []story.Verb) (views []protocol.VerbInfo) {
	for _, verb := range list {
		views = append(views, protocol.VerbInfo{
			Protocol: of, Name: verb.Name, Topic: verb.Topic, Usage: verb.Usage, Help: verb.Help, Setup: verb.Setup,
		})
	}
	return views
}
