package paxoscluster

import (
	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/nemesis"
	"raftlab/lab/protocols"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// ID is Paxos's name for the scenario verb `protocol`.
const ID = "paxos"

// Protocol is Paxos as one of the lab's protocols.
type Protocol struct{}

// ID is Paxos's name in scenarios.
func (Protocol) ID() string { return ID }

// Title is Paxos's name for people.
func (Protocol) Title() string { return "Paxos" }

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

// Nemesis writes the random schedules of Paxos.
func (Protocol) Nemesis() nemesis.Protocol { return Nemesis() }

// Beyond is Nemesis: a schedule draws by itself what is switched on.
func (Protocol) Beyond() nemesis.Protocol { return Nemesis() }

// Search is the cluster of a scenario's setup, with ballots up to a number.
func (Protocol) Search(scenario *story.Scenario, level uint64) (explore.System, error) {
	return SearchFrom(scenario, level)
}

// Summary reads the lines of a trace.
func (Protocol) Summary() protocols.Summary { return &Summary{} }
