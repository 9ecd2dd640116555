package main

import (
	"fmt"

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
		broken, err := breaks(of, all, scenario)
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
				Breaks:   broken,
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

// breaks is the name of the property that a scenario of the catalogue breaks, "" for none. Which properties a cluster
// has depends on the setup of the scenario.
func breaks(of protocols.Protocol, all protocols.Set, scenario *story.Scenario) (string, error) {
	command, breaks := scenario.Setup(story.BreaksVerb)
	if !breaks {
		return "", nil
	}
	player := of.New()
	runner, err := story.NewRunner(scenario, player, all, nil)
	if err != nil {
		return "", err
	}
	defer runner.World().Close()
	id := command.Words[1].Text
	for _, check := range player.Checks() {
		if check.ID == id {
			return check.Name, nil
		}
	}
	return "", fmt.Errorf("scenario %s breaks %s, and its cluster has no such property", scenario.ID, id)
}

func verbs(of string, list []story.Verb) (views []protocol.VerbInfo) {
	for _, verb := range list {
		views = append(views, protocol.VerbInfo{
			Protocol: of, Name: verb.Name, Topic: verb.Topic, Usage: verb.Usage, Help: verb.Help, Setup: verb.Setup,
		})
	}
	return views
}
