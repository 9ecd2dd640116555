package replicacluster

import (
	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/nemesis"
	"raftlab/lab/protocols"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// Protocol is replication without consensus as one of the lab's protocols.
type Protocol struct{}

// ID is the protocol's name in scenarios.
func (Protocol) ID() string { return ID }

// Title is the protocol's name for people.
func (Protocol) Title() string { return "Replication without consensus" }

// New is a cluster with the default setup.
func (Protocol) New() protocols.Player { return New(DefaultSetup()) }

// Start makes a server that follows a RuleSet.
func (Protocol) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	return InProcess{}.Start(id, config)
}

// RuleSets are the names of the rule sets.
func (Protocol) RuleSets() []service.RuleSet { return ruleSetNames() }

// Nemesis writes the random schedules.
func (Protocol) Nemesis() nemesis.Protocol { return Nemesis() }

// Beyond is Nemesis: each schedule draws its kind of replication.
func (Protocol) Beyond() nemesis.Protocol { return Nemesis() }

// Search is SearchFrom.
func (Protocol) Search(scenario *story.Scenario, level uint64) (explore.System, error) {
	return SearchFrom(scenario, level)
}

// Summary reads the lines of a trace.
func (Protocol) Summary() protocols.Summary { return &Summary{} }
