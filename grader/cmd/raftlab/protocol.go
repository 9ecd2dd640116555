package main

import (
	"strings"

	"github.com/spf13/pflag"

	"raftlab/lab/protocols"
	"raftlab/lab/service"
)

// addProtocolFlag adds --protocol, whose default is the first of the set.
func addProtocolFlag(flags *pflag.FlagSet, id *string, set protocols.Set) {
	var ids []string
	for _, p := range set {
		ids = append(ids, p.ID())
	}
	flags.StringVar(id, "protocol", ids[0], "the servers' protocol, one of: "+strings.Join(ids, ", "))
}

// rulesOf is the set of rules of that name, the protocol's right one for "".
func rulesOf(p protocols.Protocol, id string) (string, error) {
	sets := p.RuleSets()
	if id == "" {
		return sets[0].ID, nil
	}
	set, err := service.FindRules(sets, id)
	return set.ID, err
}
