package raftcluster

import (
	"fmt"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
	"raftlab/raft"
)

// OwnRules is what a configuration and the trace's header say of rules that are in no RuleSet: a
// learner's, or a mutant's. Such a trace can be read, and replayed only by who has the rules.
const OwnRules = "own"

// Own says which servers follow somebody's own rules. The others follow the cluster's RuleSet.
type Own struct {
	// All is true of a world in which every server does; Servers are those that do, otherwise.
	All     bool
	Servers raft.NodeSet
}

// allServers is the word for every server, where they could be named one by one.
const allServers = "all"

// ParseOwn reads which servers follow own rules: "" for none, all, or a list such as S1,S3.
func ParseOwn(text string) (Own, error) {
	var own Own
	switch text {
	case "":
		return own, nil
	case allServers:
		return Own{All: true}, nil
	}
	for name := range strings.SplitSeq(text, ",") {
		digits, ok := strings.CutPrefix(name, "S")
		id, err := strconv.Atoi(digits)
		if !ok || err != nil || id < 1 || id > lab.MaxServers {
			return Own{}, fmt.Errorf("%w: whose servers follow their own rules is told by \"all\" or by names such as S1,S3, not by %q",
				story.ErrUsage, text)
		}
		own.Servers.Add(raft.NodeID(id))
	}
	return own, nil
}

// has tells whether a server is one of them.
func (o Own) has(id raft.NodeID) bool { return o.All || o.Servers.Has(id) }

// NameOwnRules has the trace say that the servers' rules are in no RuleSet. The host has them, for
// all servers, whatever their configuration says.
func (c *Cluster) NameOwnRules() { c.nameOwn = true }

// OwnOn has some servers follow somebody's own rules: their configuration says so, and the host must
// have the rules.
func (c *Cluster) OwnOn(own Own) { c.own = own }

// Owns tells whether a server follows somebody's own rules.
func (c *Cluster) Owns(id lab.ServerID) bool { return c.own.has(raft.NodeID(id)) }

// ChooseRules sets what a trace's header says of rules: rules is the ID of a RuleSet, "" for the
// scenario's, or OwnRules for own rules on every server; own names the servers that have own ones.
func (c *Cluster) ChooseRules(rules, own string) error {
	if rules == OwnRules {
		rules, own = "", allServers
	}
	if rules != "" {
		if _, err := FindRules(rules); err != nil {
			return err
		}
	}
	chosen, err := ParseOwn(own)
	if err != nil {
		return err
	}
	c.forced, c.own = rules, chosen
	return nil
}

// labelRules is what the trace's header says of the rules of so many servers.
func (c *Cluster) labelRules(servers int) (string, error) {
	var names []string
	for id := raft.NodeID(1); id <= raft.MaxNodeID; id++ {
		switch {
		case !c.own.Servers.Has(id):
		case int(id) > servers:
			return "", fmt.Errorf("%w: %v is to follow its own rules, and there are %d servers", story.ErrUsage, id, servers)
		default:
			names = append(names, id.String())
		}
	}
	switch {
	case c.nameOwn, c.own.All, len(names) == servers:
		return "rules=" + OwnRules, nil
	case len(names) > 0:
		return "rules=" + c.setup.Rules + " own=" + strings.Join(names, ","), nil
	}
	return "rules=" + c.setup.Rules, nil
}
