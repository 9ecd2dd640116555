package raftcluster

import (
	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/raft"
)

// InProcess is the host that runs servers right here, as Go values.
type InProcess struct {
	// Rules replaces the rules that a configuration names, if it is not nil. A grader uses it to
	// run a learner's.
	Rules *raft.Rules
	// Own are the rules of servers whose configuration says so, nil where there are none.
	Own *raft.Rules
	// Panicked, if there is one, is called when a server has panicked, while the calls that did are still
	// on the stack: who wants to know them must look then.
	Panicked func()
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
	return server, nil
}

// rules are those of a server whose configuration names a set, and says whether it follows own ones.
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
