package wholecluster

import (
	"errors"
	"fmt"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/nemesis"
	"raftlab/lab/protocols"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/lab/whole"
)

// Protocol is whole servers as one of the lab's protocols. Its servers show everything, for a person who looks. No host
// of its own has a program: whoever plays it brings a lab.Host.
type Protocol struct{}

// ID is the protocol's name in scenarios.
func (Protocol) ID() string { return whole.ID }

// Title is the protocol's name for people.
func (Protocol) Title() string { return "A whole server" }

// New is a cluster whose servers show their fields and goroutines.
func (Protocol) New() protocols.Player {
	setup := DefaultSetup()
	setup.Show = true
	return New(setup)
}

// errNoProgram is the error where there is no program to run.
var errNoProgram = errors.New("a whole server needs the program that somebody brings")

// Start fails: only a host with a program has servers.
func (Protocol) Start(id lab.ServerID, _ []byte) (lab.Machine, error) {
	return nil, fmt.Errorf("start %v: %w", id, errNoProgram)
}

// RuleSets has one set: the program's.
func (Protocol) RuleSets() []service.RuleSet {
	return []service.RuleSet{{ID: service.OwnRules, Title: "The program's own"}}
}

// Nemesis writes the random schedules of whole servers.
func (Protocol) Nemesis() nemesis.Protocol { return Nemesis() }

// Beyond is Nemesis: there is nothing to switch on.
func (Protocol) Beyond() nemesis.Protocol { return Nemesis() }

// errNoSearch is the error of a search.
var errNoSearch = errors.New("the orders of events of whole servers cannot be searched: a program cannot be set back " +
	"to an earlier state cheaply; play random schedules instead")

// Search fails.
func (Protocol) Search(*story.Scenario, uint64) (explore.System, error) { return nil, errNoSearch }

// Summary says no more than which servers are up.
func (Protocol) Summary() protocols.Summary { return &protocols.Standings{} }

// Rules is the name of the servers' rules, which are the program's.
func (c *Cluster) Rules() string { return service.OwnRules }

// ChooseRules fails for anything but the program's own rules on all servers.
func (c *Cluster) ChooseRules(rules, own string) error {
	if rules != "" && rules != service.OwnRules || own != "" && own != "all" {
		return story.UsageError("every whole server runs the program: there are no rules to choose, got %q and %q",
			rules, own)
	}
	return nil
}

// NameExercises fails for any: a whole server is no exercise.
func (c *Cluster) NameExercises(list string) error {
	if list != "" {
		return story.UsageError("a whole server has no exercises, got %q", list)
	}
	return nil
}

// ForceRules changes nothing: there is one program.
func (c *Cluster) ForceRules(string) {}

// Owns is true of every server.
func (c *Cluster) Owns(lab.ServerID) bool { return true }

var _ protocols.Player = (*Cluster)(nil)
