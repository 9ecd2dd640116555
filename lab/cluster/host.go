package cluster

import (
	"fmt"

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
	set, ok := FindRules(c.Rules)
	if !ok {
		return nil, fmt.Errorf("there is no set of rules %q%s", c.Rules, lab.DidYouMean(c.Rules, RuleIDs()))
	}
	return NewServer(c, set.Rules)
}
