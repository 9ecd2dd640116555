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
	switch {
	case h.Rules != nil:
		return NewServer(c, *h.Rules)
	case whole.Own && h.Own != nil:
		return NewServer(c, *h.Own)
	case whole.Own:
		c.Rules = service.OwnRules
	}
	set, err := FindRules(c.Rules)
	if err != nil {
		return nil, err
	}
	return NewServer(c, set.Rules)
}
