package zabcluster

import (
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/lab/zab"
)

// expectation is one form of the verb expect: its arguments after the first, and its check.
type expectation struct {
	usage string
	check func(r *story.Runner, args *story.Args) error
	// judge, in place of check, breaks a property if it does not hold, and may wait.
	judge func(r *story.Runner, args *story.Args) (story.Wait, error)
}

// expectVerb is the verb for conditions that must hold now. An unmet expectation fails the scenario.
func (c *Cluster) expectVerb() story.Verb {
	forms := map[string]expectation{
		"leader":    {usage: "leader S1 [epoch 2] | leader none", check: c.expectLeader},
		"standing":  {usage: "standing S1 following", check: c.expectStanding},
		"phase":     {usage: "phase S1 discovery", check: c.expectPhase},
		"vote":      {usage: "vote S3 S1", check: c.expectVote},
		"round":     {usage: "round S3 [at most|at least] 2", check: c.expectRound},
		"accepted":  {usage: "accepted S1 [at most|at least] 2", check: c.expectAccepted},
		"current":   {usage: "current S1 [at most|at least] 2", check: c.expectCurrent},
		"history":   {usage: "history S3 1:1 1:2 2:1 | history S3 none", check: c.expectHistory},
		"delivered": {usage: "delivered 1:2 [S1 S2] | delivered none [S1 S2]", check: c.expectDelivered},
		"value":     {usage: "value x 3 [S1 S2]", check: c.expectValue},
		"outcome":   {usage: "outcome 1 ok [RESULT]", check: c.ExpectOutcome},
		"saw":       {usage: "saw S3 drop because=cut", check: expectSaw},

		"progress":     {usage: "progress", judge: c.expectProgress},
		"linearizable": {usage: "linearizable", judge: c.ExpectLinearizable},
		"not":          {usage: "not linearizable | not saw epoch=2", check: c.expectNot},
	}
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
		Help: "states a condition that must hold now, or the scenario fails",
	}
}

func (c *Cluster) expectLeader(r *story.Runner, args *story.Args) error {
	want, epoch := lab.ServerID(0), uint64(0)
	if args.Peek() == "none" {
		args.Keyword("none")
	} else {
		want = args.Server()
		if args.More() {
			args.Keyword("epoch")
			epoch = args.Number("the epoch")
		}
	}
	if err := args.End(); err != nil {
		return err
	}
	leader := c.Leader(r.World())
	if leader == want && (epoch == 0 || c.Server(leader).Leads.Epoch == zab.Epoch(epoch)) {
		return nil
	}
	if leader == 0 {
		return story.Unmet("no server is established as leader: %v", c.standings())
	}
	return story.Unmet("%v leads epoch %d", leader, c.Server(leader).Leads.Epoch)
}

func (c *Cluster) expectStanding(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), args.Choice(standingWords()...)
	if err := args.End(); err != nil {
		return err
	}
	if got := c.Server(id).Standing.String(); got != want {
		return story.Unmet("%v is %s", id, got)
	}
	return nil
}

func (c *Cluster) expectPhase(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), args.Choice("election", "discovery", "synchronization", "broadcast")
	if err := args.End(); err != nil {
		return err
	}
	if got := c.Server(id).Phase.String(); got != want {
		return story.Unmet("%v is in phase %s", id, got)
	}
	return nil
}

func (c *Cluster) expectVote(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), args.Server()
	if err := args.End(); err != nil {
		return err
	}
	if got := c.Server(id).Vote.Leader; got != zab.NodeID(want) {
		return story.Unmet("the vote of %v is for %v", id, got)
	}
	return nil
}

func (c *Cluster) expectRound(_ *story.Runner, args *story.Args) error {
	return c.expectNumber(args, "round", func(m *Mirror) uint64 { return uint64(m.Round) })
}

func (c *Cluster) expectAccepted(_ *story.Runner, args *story.Args) error {
	return c.expectNumber(args, "acceptedEpoch", func(m *Mirror) uint64 { return uint64(m.AcceptedEpoch) })
}

func (c *Cluster) expectCurrent(_ *story.Runner, args *story.Args) error {
	return c.expectNumber(args, "currentEpoch", func(m *Mirror) uint64 { return uint64(m.CurrentEpoch) })
}

func (c *Cluster) expectNumber(args *story.Args, what string, of func(m *Mirror) uint64) error {
	id, want := args.Server(), args.Bound("a number")
	if err := args.End(); err != nil {
		return err
	}
	if got := of(c.Server(id)); !want.Holds(got) {
		return story.Unmet("the %s of %v is %d", what, id, got)
	}
	return nil
}

// expectHistory compares all that is behind a server's snapshot. A snapshot stands before it as in <2:4.
func (c *Cluster) expectHistory(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), strings.Join(args.Rest(), " ")
	if err := args.End(); err != nil {
		return err
	}
	var got []string
	h := &c.Server(id).History
	if h.Base.Zxid > 0 {
		got = append(got, "<"+h.Base.Zxid.String())
	}
	for _, t := range h.Txns {
		got = append(got, t.Zxid.String())
	}
	if len(got) == 0 {
		got = []string{"none"}
	}
	if strings.Join(got, " ") != want {
		return story.Unmet("the history of %v is %s", id, strings.Join(got, " "))
	}
	return nil
}

func (c *Cluster) expectDelivered(_ *story.Runner, args *story.Args) error {
	want := zab.Zxid(0)
	if args.Peek() == "none" {
		args.Keyword("none")
	} else {
		want = zxid(args)
	}
	servers := c.serversOrAll(args)
	if err := args.End(); err != nil {
		return err
	}
	for _, id := range servers {
		if got := c.Server(id).DeliveredTo; got != want {
			return story.Unmet("%v has delivered up to %v", id, got)
		}
	}
	return nil
}

func (c *Cluster) expectValue(_ *story.Runner, args *story.Args) error {
	key, want := args.Word("a key"), args.Word("its value")
	servers := c.serversOrAll(args)
	if err := args.End(); err != nil {
		return err
	}
	if want == "none" {
		want = ""
	}
	for _, id := range servers {
		if got := c.Server(id).Store.Value(key); got != want {
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
