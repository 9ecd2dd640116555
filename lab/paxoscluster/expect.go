package paxoscluster

import (
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/paxos"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// expectation is one form of the verb expect: its arguments after the first, and its check.
type expectation struct {
	usage string
	check func(r *story.Runner, args *story.Args) error
	// judge, in place of check, breaks a property if it does not hold, and may wait.
	judge func(r *story.Runner, args *story.Args) (story.Wait, error)
}

func (c *Cluster) expectations() map[string]expectation {
	return map[string]expectation{
		"chosen":   {usage: "chosen X | chosen none", check: c.expectChosen},
		"known":    {usage: "known X S1 S2 | known none S3", check: c.expectKnown},
		"promised": {usage: "promised S1 2.1 | promised S1 none", check: c.expectPromised},
		"accepted": {usage: "accepted S1 2.1 X | accepted S1 none", check: c.expectAccepted},
		"phase":    {usage: "phase S1 accepting", check: c.expectPhase},
		"leader":   {usage: "leader S1 | leader none", check: c.expectLeader},
		"ballots":  {usage: "ballots [at most|at least] 3", check: c.expectBallots},
		"applied":  {usage: "applied [at most|at least] 3 [S1 S2]", check: c.expectApplied},
		"value":    {usage: "value x 3 [S1 S2]", check: c.expectValue},
		"outcome":  {usage: "outcome 1 ok [RESULT]", check: c.ExpectOutcome},
		"saw":      {usage: "saw S3 accept ballot=2.1", check: expectSaw},

		"progress":     {usage: "progress", judge: c.expectProgress},
		"linearizable": {usage: "linearizable", judge: c.ExpectLinearizable},
		"not":          {usage: "not linearizable | not saw S3 accept", check: c.expectNot},
	}
}

// expectVerb is the verb for conditions that must hold now. An unmet expectation fails the scenario.
func (c *Cluster) expectVerb() story.Verb {
	forms := c.expectations()
	var usages, known []string
	for form := range forms {
		known = append(known, form)
	}
	slices.Sort(known)
	for _, form := range known {
		usages = append(usages, "expect "+forms[form].usage)
	}
	run := func(r *story.Runner, args *story.Args) (story.Wait, error) {
		what := args.Word("an expectation")
		form, ok := forms[what]
		if !ok {
			return story.Wait{}, args.Reject("unknown expectation %q%s", what, story.DidYouMean(what, known))
		}
		if form.judge != nil {
			return form.judge(r, args)
		}
		return story.Wait{}, form.check(r, args)
	}
	return story.Verb{
		Name: "expect", Usage: strings.Join(usages, "\n"), Looks: true, Run: run,
		Help: "states a condition that must hold now, or the scenario fails; chosen is what a majority has accepted " +
			"in one ballot, known what a server knows to be chosen",
	}
}

// orNone is a value, or the word none.
func orNone(v paxos.Value) string {
	if v == paxos.NoValue {
		return "none"
	}
	return valueText(v)
}

func (c *Cluster) expectChosen(_ *story.Runner, args *story.Args) error {
	want := args.Word("a value, or none")
	if err := args.End(); err != nil {
		return err
	}
	if got := orNone(c.checks.chosen[1].value); got != want {
		return story.Unmet("the chosen value is %s", got)
	}
	return nil
}

func (c *Cluster) expectKnown(_ *story.Runner, args *story.Args) error {
	want := args.Word("a value, or none")
	servers := c.serversOr(args, c.setup.Learners)
	if err := args.End(); err != nil {
		return err
	}
	for _, id := range servers {
		if got := orNone(c.learnedValue(id)); got != want {
			return story.Unmet("%v knows %s to be chosen", id, got)
		}
	}
	return nil
}

func (c *Cluster) expectPromised(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), paxos.Ballot{}
	if args.Peek() == "none" {
		args.Keyword("none")
	} else {
		var err error
		if want, err = c.ballotOf(args); err != nil {
			return err
		}
	}
	if err := args.End(); err != nil {
		return err
	}
	if got := c.Server(id).Promised; got != want {
		return story.Unmet("%v has promised ballot %v", id, got)
	}
	return nil
}

func (c *Cluster) expectAccepted(_ *story.Runner, args *story.Args) error {
	id, want, value := args.Server(), paxos.Ballot{}, paxos.NoValue
	if args.Peek() == "none" {
		args.Keyword("none")
	} else {
		var err error
		if want, err = c.ballotOf(args); err != nil {
			return err
		}
		value = paxos.Value(args.Word("a value"))
	}
	if err := args.End(); err != nil {
		return err
	}
	got, has := paxos.Ballot{}, paxos.NoValue
	if all := c.Server(id).All; len(all) > 0 {
		got, has = all[0].At, all[0].Value
	}
	if got != want || has != value {
		return story.Unmet("%v has accepted %s in ballot %v", id, orNone(has), got)
	}
	return nil
}

func (c *Cluster) expectPhase(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), args.Choice("idle", "preparing", "accepting", "waiting", "decided")
	if err := args.End(); err != nil {
		return err
	}
	if got := c.Server(id).Proposer.Phase.String(); got != want {
		return story.Unmet("%v is %s", id, got)
	}
	return nil
}

func (c *Cluster) expectLeader(r *story.Runner, args *story.Args) error {
	want := lab.ServerID(0)
	if args.Peek() == "none" {
		args.Keyword("none")
	} else {
		want = args.Server()
	}
	if err := args.End(); err != nil {
		return err
	}
	switch leader := c.leader(r.World()); {
	case leader == want:
		return nil
	case leader == 0:
		return story.Unmet("no server leads")
	default:
		return story.Unmet("%v leads in ballot %v", leader, c.Server(leader).Proposer.Ballot)
	}
}

// expectBallots counts the ballots that proposers have begun.
func (c *Cluster) expectBallots(_ *story.Runner, args *story.Args) error {
	want := args.Bound("the number of ballots")
	if err := args.End(); err != nil {
		return err
	}
	if got := uint64(len(c.checks.begun)); !want.Holds(got) {
		return story.Unmet("the number of ballots so far is %d", got)
	}
	return nil
}

func (c *Cluster) expectApplied(_ *story.Runner, args *story.Args) error {
	want := args.Bound("a slot")
	servers := c.serversOr(args, c.setup.Learners)
	if err := args.End(); err != nil {
		return err
	}
	for _, id := range servers {
		if got := c.Server(id).Applied; !want.Holds(uint64(got)) {
			return story.Unmet("%v has carried out the slots up to %d", id, got)
		}
	}
	return nil
}

func (c *Cluster) expectValue(_ *story.Runner, args *story.Args) error {
	key, want := args.Word("a key"), args.Word("its value")
	servers := c.serversOr(args, c.setup.Learners)
	if err := args.End(); err != nil {
		return err
	}
	if want == "none" {
		want = ""
	}
	for _, id := range servers {
		if got := c.Server(id).store.Value(key); got != want {
			return story.Unmet("on %v, %s is %s", id, key, service.Quote(got))
		}
	}
	return nil
}

func expectSaw(r *story.Runner, args *story.Args) error { return story.ExpectSaw(r, args, true) }

func (c *Cluster) expectNot(r *story.Runner, args *story.Args) error {
	if args.Choice("linearizable", "saw") == "saw" {
		return story.ExpectSaw(r, args, false)
	}
	return c.ExpectNotLinearizable(args)
}
