package service

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
)

// OwnRules is what the trace's header says of rules that have no name: a learner's, or a mutant's. Such a
// trace can be read, and only somebody who has the rules can replay it.
const OwnRules = "own"

// RuleSet names a set of rules: the right one, or one that is wrong on purpose.
type RuleSet struct {
	// ID is what `rules` in a scenario and --rules on the command line take.
	ID, Title string
	// Wrong says which rule is broken, and where the protocol's text has it; "" for the right set.
	Wrong string
}

// allServers is the word for every server, where they could be named one by one.
const allServers = "all"

// ErrRules is wrapped when no set of rules has the name.
var ErrRules = errors.New("there is no such set of rules")

// FindRules is the set of that name.
func FindRules(sets []RuleSet, id string) (RuleSet, error) {
	if id == OwnRules {
		return RuleSet{}, fmt.Errorf("%w: these were somebody's own; such a trace can be read, and played only with them", ErrRules)
	}
	var known []string
	for _, set := range sets {
		if set.ID == id {
			return set, nil
		}
		known = append(known, set.ID)
	}
	return RuleSet{}, fmt.Errorf("%w: %q%s", ErrRules, id, story.DidYouMean(id, known))
}

// Code says whose code the servers run: a named set of rules, somebody's own, or each on some servers.
type Code struct {
	sets []RuleSet
	// rules is the scenario's set, forced the one that goes before it, "" for none.
	rules, forced string
	// named is true when the host has own rules for all servers, whatever their configuration says.
	named bool
	// all is true of a world in which every server follows own rules; own are those that do, otherwise.
	all bool
	own []lab.ServerID
}

// NewCode is the code of a protocol with these sets of rules. Servers follow the first, unless told otherwise.
func NewCode(sets []RuleSet) Code { return Code{sets: sets, rules: sets[0].ID} }

// Rules is the set that servers without own rules follow.
func (c *Code) Rules() string { return cmp.Or(c.forced, c.rules) }

// RulesVerb is the setup verb that names the set of rules.
func (c *Code) RulesVerb() story.Verb {
	return story.Verb{
		Name: "rules", Usage: "rules " + c.sets[min(1, len(c.sets)-1)].ID, Setup: true,
		Help: "starts all servers with other rules than the reference's",
		Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
			c.rules = args.Word("the name of a set of rules")
			return story.Wait{}, args.End()
		},
	}
}

// Begin fails when there is no such set of rules, and has the trace's header say whose rules the servers follow.
func (c *Code) Begin(options *lab.Options) error {
	if _, err := FindRules(c.sets, c.Rules()); err != nil {
		return err
	}
	label, err := c.label(options.Servers)
	options.Label += " " + label
	return err
}

// ForceRules has all servers started with these rules, whatever a scenario says.
func (c *Code) ForceRules(id string) { c.forced = id }

// NameOwnRules has the trace say that the servers' rules have no name. The host has them, for all servers,
// whatever their configuration says.
func (c *Code) NameOwnRules() { c.named = true }

// Owns reports whether a server follows somebody's own rules: its configuration says so, and the host must
// have the rules.
func (c *Code) Owns(id lab.ServerID) bool { return c.all || slices.Contains(c.own, id) }

// ChooseRules sets what a trace's header says of rules: rules is the name of a set, "" for the
// scenario's, or OwnRules for own rules on every server; own names the servers that have own ones.
func (c *Code) ChooseRules(rules, own string) error {
	if rules == OwnRules {
		rules, own = "", allServers
	}
	if rules != "" {
		if _, err := FindRules(c.sets, rules); err != nil {
			return err
		}
	}
	all, servers, err := parseOwn(own)
	if err != nil {
		return err
	}
	c.forced, c.all, c.own = rules, all, servers
	return nil
}

// parseOwn reads which servers follow own rules: "" for none, all, or a list such as S1,S3.
func parseOwn(text string) (all bool, servers []lab.ServerID, err error) {
	switch text {
	case "":
		return false, nil, nil
	case allServers:
		return true, nil, nil
	}
	for name := range strings.SplitSeq(text, ",") {
		digits, ok := strings.CutPrefix(name, "S")
		id, err := strconv.Atoi(digits)
		if !ok || err != nil || id < 1 || id > lab.MaxServers {
			return false, nil, fmt.Errorf("%w: own servers: want \"all\" or a list such as S1,S3, got %q", story.ErrUsage, text)
		}
		servers = append(servers, lab.ServerID(id))
	}
	slices.Sort(servers)
	return false, slices.Compact(servers), nil
}

// label is what the trace's header says of the rules of so many servers.
func (c *Code) label(servers int) (string, error) {
	var names []string
	for _, id := range c.own {
		if int(id) > servers {
			return "", fmt.Errorf("%w: %v is to follow its own rules, and there are %d servers", story.ErrUsage, id, servers)
		}
		names = append(names, id.String())
	}
	switch {
	case c.named, c.all, len(names) == servers:
		return "rules=" + OwnRules, nil
	case len(names) > 0:
		return "rules=" + c.Rules() + " own=" + strings.Join(names, ","), nil
	}
	return "rules=" + c.Rules(), nil
}
