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
}

// Start makes a server.
func (h InProcess) Start(_ lab.ServerID, config []byte) (lab.Machine, error) {
	c, err := DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	if h.Rules != nil {
		return NewServer(c, *h.Rules)
	}
	set, err := FindRules(c.Rules)
	if err != nil {
		return nil, err
	}
	return NewServer(c, set.Rules)
}
