package paxoscluster

import (
	"raftlab/lab"
	"raftlab/lab/paxos"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// expectVerb is the verb for conditions that must hold now.
func (c *Cluster) expectVerb() story.Verb {
	return story.ExpectVerb("; chosen is what a majority has accepted in one ballot, known what a server "+
		"knows to be chosen", map[string]story.Expectation{
		"chosen":   {Usage: "chosen X | chosen none", Check: c.expectChosen},
		"known":    {Usage: "known X S1 S2 | known none S3", Check: c.expectKnown},
		"promised": {Usage: "promised S1 2.1 | promised S1 none", Check: c.expectPromised},
		"accepted": {Usage: "accepted S1 2.1 X | accepted S1 none", Check: c.expectAccepted},
		"phase":    {Usage: "phase S1 accepting", Check: c.expectPhase},
		"leader":   {Usage: "leader S1 | leader none", Check: c.expectLeader},
		"ballots":  {Usage: "ballots [at most|at least] 3", Check: c.expectBallots},
		"applied":  {Usage: "applied [at most|at least] 3 [S1 S2]", Check: c.expectApplied},
		"value":    {Usage: "value x 3 [S1 S2]", Check: c.expectValue},
		"outcome":  {Usage: "outcome 1 ok [RESULT]", Check: c.ExpectOutcome},
		"saw":      {Usage: "saw S3 accept ballot=2.1", Check: story.Saw},

		"progress":     {Usage: "progress", Judge: c.expectProgress},
		"linearizable": {Usage: "linearizable", Judge: c.ExpectLinearizable},
		"not":          {Usage: "not linearizable | not saw S3 accept", Check: c.ExpectNot},
	})
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
	learners := func(args *story.Args) []lab.ServerID { return c.serversOr(args, c.setup.Learners) }
	return service.ExpectValue(args, learners, func(id lab.ServerID, key string) string {
		return c.Server(id).store.Value(key)
	})
}
