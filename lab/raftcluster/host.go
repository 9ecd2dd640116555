package raftcluster

import (
	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/raft"
)

// InProcess is the host that runs servers in this process, as Go values.
type InProcess struct {
	// Rules, if set, replaces the rules that a configuration names. A grader runs a learner's rules with it.
	Rules *raft.Rules
	// Own are the rules for servers whose configuration asks for own rules; nil if there are none.
	Own *raft.Rules
	// Sessions and OwnSessions are the same for the rules of sessions.
	Sessions, OwnSessions *kv.SessionRules
	// Panicked, if set, is called when a server has panicked, while the panicking calls are still on the stack:
	// only then can they be read.
	Panicked func(reason any)
}

// Start makes a server.
func (h InProcess) Start(_ lab.ServerID, config []byte) (lab.Machine, error) {
	whole, err := service.DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	c, err := DecodeConfig(whole.Part)
	if err != nil {
		return nil, err
	}
	rules, err := h.rules(c.Rules, whole.Own)
	if err != nil {
		return nil, err
	}
	server, err := NewServer(c, rules)
	if err != nil {
		return nil, err
	}
	server.panicked = h.Panicked
	server.sessions = h.sessions(c, whole.Own)
	return server, nil
}

// rules are the rules of a server with that configuration. The second result says whether they are own rules.
func (h InProcess) rules(name string, own bool) (raft.Rules, error) {
	switch {
	case h.Rules != nil:
		return *h.Rules, nil
	case own && h.Own != nil:
		return *h.Own, nil
	case own:
		name = service.OwnRules
	}
	set, err := FindRules(name)
	return set.Rules, err
}

// sessions is the table of a server with that configuration, nil without sessions.
func (h InProcess) sessions(c Config, own bool) *sessionTable {
	switch {
	case !c.Sessions.On:
		return nil
	case h.Sessions != nil:
		return newSessionTable(c.Sessions, *h.Sessions)
	case own && h.OwnSessions != nil:
		return newSessionTable(c.Sessions, *h.OwnSessions)
	}
	set, err := FindRules(c.Rules)
	if err != nil || own { // own rules of other chapters, with the reference's here
		return newSessionTable(c.Sessions, sessionReference())
	}
	return set.sessionTable(c.Sessions)
}
