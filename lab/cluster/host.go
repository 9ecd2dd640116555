package cluster

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
}

// Start makes a server.
func (h InProcess) Start(_ lab.ServerID, config []byte) (lab.Machine, error) {
	c, err := DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	switch {
	case h.Rules != nil:
		return NewServer(c, *h.Rules)
	case h.Own != nil && c.Rules == OwnRules:
		return NewServer(c, *h.Own)
	}
	set, err := FindRules(c.Rules)
	if err != nil {
		return nil, err
	}
	return NewServer(c, set.Rules)
}
