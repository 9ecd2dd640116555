package zabcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/lab/zab"
)

// expectVerb is the verb for conditions that must hold now.
func (c *Cluster) expectVerb() story.Verb {
	return story.ExpectVerb("", map[string]story.Expectation{
		"leader":    {Usage: "leader S1 [epoch 2] | leader none", Check: c.expectLeader},
		"standing":  {Usage: "standing S1 following", Check: c.expectStanding},
		"phase":     {Usage: "phase S1 discovery", Check: c.expectPhase},
		"vote":      {Usage: "vote S3 S1", Check: c.expectVote},
		"round":     {Usage: "round S3 [at most|at least] 2", Check: c.expectRound},
		"accepted":  {Usage: "accepted S1 [at most|at least] 2", Check: c.expectAccepted},
		"current":   {Usage: "current S1 [at most|at least] 2", Check: c.expectCurrent},
		"history":   {Usage: "history S3 1:1 1:2 2:1 | history S3 none", Check: c.expectHistory},
		"delivered": {Usage: "delivered 1:2 [S1 S2] | delivered none [S1 S2]", Check: c.expectDelivered},
		"value":     {Usage: "value x 3 [S1 S2]", Check: c.expectValue},
		"outcome":   {Usage: "outcome 1 ok [RESULT]", Check: c.ExpectOutcome},
		"saw":       {Usage: "saw S3 drop because=cut", Check: story.Saw},

		"progress":     {Usage: "progress", Judge: c.expectProgress},
		"linearizable": {Usage: "linearizable", Judge: c.ExpectLinearizable},
		"not":          {Usage: "not linearizable | not saw epoch=2", Check: c.ExpectNot},
	})
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
	return service.ExpectValue(args, c.serversOrAll, func(id lab.ServerID, key string) string {
		return c.Server(id).Store.Value(key)
	})
}
