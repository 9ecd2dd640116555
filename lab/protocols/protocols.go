package protocols

import (
	"errors"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/face"
	"raftlab/lab/nemesis"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// Player is a world's protocol as the page, the command and the lessons need it.
type Player interface {
	story.Judged
	// History is the clients and their operations; nil for a protocol without clients.
	History() *service.Clients
	// Face shows the run.
	Face() face.Face
	// Rules is the set of rules of the servers without own rules.
	Rules() string
	// ChooseRules, NameExercises, ForceRules and Owns are those of service.Code.
	ChooseRules(rules, own string) error
	NameExercises(list string) error
	ForceRules(id string)
	Owns(id lab.ServerID) bool
}

// Protocol is one protocol. It is an interface, not a struct of functions, so that the linker can leave out
// methods that a program does not call: a guest starts servers, but neither searches nor draws.
type Protocol interface {
	// ID is the protocol's name for the verb `protocol`; Title is for people.
	ID() string
	Title() string
	// New is a player with the protocol's default setup.
	New() Player
	// Start makes a server that follows a named set of rules, in this process.
	Start(id lab.ServerID, config []byte) (lab.Machine, error)
	// RuleSets are the sets of rules, the right one first.
	RuleSets() []service.RuleSet
	// Nemesis writes the protocol's random schedules.
	Nemesis() nemesis.Protocol
	// Beyond is Nemesis with the table of what can be switched on. The page, which switches nothing on, has none of it.
	Beyond() nemesis.Protocol
	// Search is the system that a scenario's setup describes, for package explore. A server whose face.Server.Level
	// has reached the given level does not raise it by itself.
	Search(scenario *story.Scenario, level uint64) (explore.System, error)
	// Summary is a new reader of a trace's lines.
	Summary() Summary
}

// Summary tells the servers' last states from the lines of a trace alone.
type Summary interface {
	// Take reads one line. It ignores lines of others than servers.
	Take(subject, kind, details string)
	// Server is the server's state in a few words, "" for a server without a line.
	Server(id lab.ServerID) string
}

// ErrUnknown is wrapped when a set has no protocol of that name.
var ErrUnknown = errors.New("unknown protocol")

// Set is a list of protocols. The first is the default.
type Set []Protocol

// Find is the protocol with that id. The error for any other wraps ErrUnknown.
func (s Set) Find(id string) (Protocol, error) {
	var known []string
	for _, p := range s {
		if p.ID() == id {
			return p, nil
		}
		known = append(known, p.ID())
	}
	return nil, story.UsageError("%w %q%s", ErrUnknown, id, story.DidYouMean(id, known))
}

// Of is the protocol of a scenario. An unknown protocol is a story.ScriptError with its place.
func (s Set) Of(scenario *story.Scenario) (Protocol, error) {
	command, ok := scenario.Setup(story.ProtocolVerb)
	if !ok || len(command.Words) < 2 {
		return s[0], nil
	}
	word := command.Words[1]
	p, err := s.Find(word.Text)
	if err != nil {
		return nil, &story.ScriptError{File: scenario.ID, Line: command.Line, Column: word.Column, Err: err}
	}
	return p, nil
}

// Named is the random schedule of that name, of the protocol that has it.
func (s Set) Named(name string) (scenario *story.Scenario, ok bool) {
	for _, p := range s {
		if scenario, ok := p.Nemesis().Named(name); ok {
			return scenario, true
		}
	}
	return nil, false
}

// Scenario is the random schedule of that name, such as schedule-17, or the scenario that the stories have.
func (s Set) Scenario(stories story.Collection, name string) (*story.Scenario, error) {
	if schedule, ok := s.Named(name); ok {
		return schedule, nil
	}
	return stories.Find(name)
}

// Start makes a server in this process: a Set is a lab.Host.
func (s Set) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	c, err := service.DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	p, err := s.Find(c.Protocol)
	if err != nil {
		return nil, err
	}
	return p.Start(id, config)
}
