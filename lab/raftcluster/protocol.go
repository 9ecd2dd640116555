package raftcluster

import (
	"slices"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/nemesis"
	"raftlab/lab/protocols"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
)

// ID is Raft's name for the scenario verb `protocol`.
const ID = "raft"

// Protocol is Raft as one of the lab's protocols.
type Protocol struct{}

// ID is Raft's name in scenarios.
func (Protocol) ID() string { return ID }

// Title is Raft's name for people.
func (Protocol) Title() string { return "Raft" }

// New is a cluster with the default setup.
func (Protocol) New() protocols.Player { return New(DefaultSetup()) }

// Start makes a server that follows a RuleSet.
func (Protocol) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	return InProcess{}.Start(id, config)
}

// RuleSets are the names of the rule sets.
func (Protocol) RuleSets() []service.RuleSet { return slices.Clone(ruleSetNames) }

// ruleSetNames are made once, because each cluster has them: to make all sets took a tenth of the memory that a grading
// allocates.
var ruleSetNames = namesOfRuleSets()

func namesOfRuleSets() []service.RuleSet {
	var names []service.RuleSet
	for _, set := range slices.Concat(RuleSets(), StoryRuleSets()) {
		names = append(names, set.RuleSet)
	}
	return names
}

// Nemesis writes the random schedules of Raft.
func (Protocol) Nemesis() nemesis.Protocol { return Nemesis() }

// Beyond is Nemesis with the table of what is beyond Figure 2.
func (Protocol) Beyond() nemesis.Protocol { return Beyond() }

// Search is SearchFrom, with elections up to a term.
func (Protocol) Search(scenario *story.Scenario, level uint64) (explore.System, error) {
	setup, err := SearchFrom(scenario)
	setup.Terms = raft.Term(level)
	return setup, err
}

// Summary reads the lines of a trace.
func (Protocol) Summary() protocols.Summary { return &Summary{} }
