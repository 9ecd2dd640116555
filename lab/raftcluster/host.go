package raftcluster

import (
	"raftlab/lab"
	"raftlab/raft"
)

// InProcess is the host that runs servers right here, as Go values.
type InProcess struct {
	// Rules replaces the rules that a configuration names, if it is not nil. A grader uses it to
	// run a learner's.
	Rules *raft.Rules
	// Own are the rules of servers whose configuration says OwnRules, nil where there are none.
	Own *raft.Rules
	// Panicked, if there is one, is called when a server has panicked, while the calls that did are still
	// on the stack: who wants to know them must look then.
	Panicked func()
}

// Start makes a server.
func (h InProcess) Start(_ lab.ServerID, config []byte) (lab.Machine, error) {
	c, err := DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	rules, err := h.rules(c.Rules)
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

// rules are those of a server whose configuration names them.
func (h InProcess) rules(name string) (raft.Rules, error) {
	switch {
	case h.Rules != nil:
		return *h.Rules, nil
	case h.Own != nil && name == OwnRules:
		return *h.Own, nil
	}
	set, err := FindRules(name)
	return set.Rules, err
}
