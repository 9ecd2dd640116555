package zabcluster

import (
	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/nemesis"
	"raftlab/lab/protocols"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/lab/zab"
)

// ID is ZAB's name for the scenario verb `protocol`.
const ID = "zab"

// Protocol is ZAB as one of the lab's protocols.
type Protocol struct{}

// ID is ZAB's name in scenarios.
func (Protocol) ID() string { return ID }

// Title is ZAB's name for people.
func (Protocol) Title() string { return "ZAB" }

// New is a cluster with the default setup.
func (Protocol) New() protocols.Player { return New(DefaultSetup()) }

// Start makes a server that follows a RuleSet.
func (Protocol) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	return InProcess{}.Start(id, config)
}

// RuleSets are the names of the rule sets.
func (Protocol) RuleSets() []service.RuleSet {
	var names []service.RuleSet
	for _, set := range RuleSets() {
		names = append(names, set.RuleSet)
	}
	return names
}

// Nemesis writes the random schedules of ZAB.
func (Protocol) Nemesis() nemesis.Protocol { return Nemesis() }

// Beyond is Nemesis: there is nothing to switch on.
func (Protocol) Beyond() nemesis.Protocol { return Nemesis() }

// Search is SearchFrom, with elections up to an epoch.
func (Protocol) Search(scenario *story.Scenario, level uint64) (explore.System, error) {
	setup, err := SearchFrom(scenario)
	setup.Epochs = zab.Epoch(level)
	return setup, err
}

// Summary reads the lines of a trace.
func (Protocol) Summary() protocols.Summary { return &Summary{} }
