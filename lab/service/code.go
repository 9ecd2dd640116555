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

// OwnRules is the trace header's word for rules without a name: a learner's, or a mutant's. Anyone can read such a
// trace, but replaying it needs the rules.
const OwnRules = "own"

// RuleSet names a set of rules: the right one, or one that is wrong on purpose.
type RuleSet struct {
	// ID is the argument of `rules` in a scenario, and of --rules on the command line.
	ID, Title string
	// Wrong says which rule is broken, with its place in the protocol's text; "" for the right set.
	Wrong string
	// Story is the scenario for which alone these rules are wrong, "" for a set that is good to try anywhere.
	Story string
}

// allServers means every server, in place of a list.
const allServers = "all"

// ErrRules is wrapped when no set of rules has the name.
var ErrRules = errors.New("unknown set of rules")

// FindRules is the set of that name.
func FindRules(sets []RuleSet, id string) (RuleSet, error) {
	if id == OwnRules {
		return RuleSet{}, fmt.Errorf("%w: own rules have no name; the trace can be read, but replaying it needs "+
			"the rules", ErrRules)
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

// Code is the choice of the servers' code: a named set of rules, own rules, or each on some servers.
type Code struct {
	sets []RuleSet
	// rules is the scenario's set, forced the set that replaces it, "" for none.
	rules, forced string
	// named is true if the host has own rules for all servers, whatever their configuration says.
	named bool
	// all is true if every server follows own rules; otherwise own lists the servers that do.
	all bool
	own []lab.ServerID
	// exercises are those of own rules that several files make together, else nil.
	exercises []string
}

// NewCode is the code of a protocol with these sets of rules. By default servers follow the first.
func NewCode(sets []RuleSet) Code { return Code{sets: sets, rules: sets[0].ID} }

// Rules is the set of the servers without own rules.
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

// Begin fails for an unknown set of rules. It adds the servers' rules to the trace's header.
func (c *Code) Begin(options *lab.Options) error {
	if _, err := FindRules(c.sets, c.Rules()); err != nil {
		return err
	}
	label, err := c.label(options.Servers)
	options.Label += " " + label
	return err
}

// ForceRules starts all servers with these rules, whatever the scenario says.
func (c *Code) ForceRules(id string) { c.forced = id }

// NameOwnRules makes the trace's header say that the servers' rules have no name. The host has rules for all
// servers, whatever their configuration says.
func (c *Code) NameOwnRules() { c.named = true }

// Owns reports whether a server follows somebody's own rules: its configuration says so, and the host must
// have the rules.
func (c *Code) Owns(id lab.ServerID) bool { return c.all || slices.Contains(c.own, id) }

// ChooseRules sets the rules in the trace's header. Rules is the name of a set, "" for the scenario's, or OwnRules
// for own rules on every server; own lists the servers with own rules.
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

// NameExercises makes the trace's header name the exercises whose files make the own rules together, in this order,
// such as append,replicate. A single one is not named: which file a run followed was never part of its trace.
func (c *Code) NameExercises(list string) error {
	c.exercises = nil
	if list == "" {
		return nil
	}
	names := strings.Split(list, ",")
	for _, name := range names {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r < 'a' || r > 'z' }) {
			return story.UsageError("exercises of own rules: want a list such as append,replicate, got %q", list)
		}
	}
	if len(names) > 1 {
		c.exercises = names
	}
	return nil
}

// parseOwn reads the servers with own rules: "" for none, all, or a list such as S1,S3.
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
			return false, nil, story.UsageError("own servers: want \"all\" or a list such as S1,S3, got %q", text)
		}
		servers = append(servers, lab.ServerID(id))
	}
	slices.Sort(servers)
	return false, slices.Compact(servers), nil
}

// label is the header's word for the rules of that many servers.
func (c *Code) label(servers int) (string, error) {
	var names []string
	for _, id := range c.own {
		if int(id) > servers {
			return "", story.UsageError("own servers: got %v, but the cluster has S1 to S%d", id, servers)
		}
		names = append(names, id.String())
	}
	var together string
	if len(c.exercises) > 0 {
		together = " exercises=" + strings.Join(c.exercises, ",")
	}
	switch {
	case c.named, c.all, len(names) == servers:
		return "rules=" + OwnRules + together, nil
	case len(names) > 0:
		return "rules=" + c.Rules() + " own=" + strings.Join(names, ",") + together, nil
	}
	return "rules=" + c.Rules(), nil
}
