package replicacluster

import (
	"raftlab/lab"
	"raftlab/lab/replicas"
	"raftlab/lab/service"
)

// InProcess is the host that runs servers in this process, as Go values.
type InProcess struct {
	// Rules, if set, replaces the rules that a configuration names. Own are the rules for servers whose configuration
	// asks for own rules.
	Rules, Own *replicas.Rules
	// Panicked, if set, is called when a server has panicked, while the panicking calls are still on the stack: only
	// then can they be read.
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
	return server, nil
}

// rules are the rules of a server with that configuration. The second argument says whether they are own rules.
func (h InProcess) rules(name string, own bool) (replicas.Rules, error) {
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
