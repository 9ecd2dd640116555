package replicacluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/linearizability"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/node"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// expectVerb is the verb for conditions that must hold now.
func (c *Cluster) expectVerb() story.Verb {
	return story.ExpectVerb("; sequential asks for one order that each client agrees with, whatever the "+
		"clock says", map[string]story.Expectation{
		"primary":      {Usage: "primary S1 [epoch 2] | primary none", Check: c.expectPrimary},
		"role":         {Usage: "role S1 backup", Check: c.expectRole},
		"history":      {Usage: "history S1 [at most|at least] 3", Check: c.expectHistory},
		"value":        {Usage: "value x 3 [S1 S2] | value x none", Check: c.expectValue},
		"versions":     {Usage: "versions x [at most|at least] 2 [S1 S2]", Check: c.expectVersions},
		"hints":        {Usage: "hints S4 [at most|at least] 1", Check: c.expectHints},
		"phase":        {Usage: "phase 1 ready [S2 S3]", Check: c.expectPhase},
		"blocked":      {Usage: "blocked 1 S2 S3", Check: c.expectBlocked},
		"outcome":      {Usage: "outcome 1 ok [RESULT]", Check: c.ExpectOutcome},
		"saw":          {Usage: "saw S3 drop because=cut", Check: story.Saw},
		"sequential":   {Usage: "sequential", Check: c.expectSequential},
		"linearizable": {Usage: "linearizable", Judge: c.expectLinearizable},
		"converged":    {Usage: "converged", Judge: c.expectConverged},
		"not": {
			Usage: "not linearizable | not sequential | not converged | not saw WORDS", Check: c.expectNot,
		},
	})
}

func (c *Cluster) expectPrimary(r *story.Runner, args *story.Args) error {
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
	got := c.Primary(r.World())
	switch {
	case got == 0 && want != 0:
		return story.Unmet("no server is the primary")
	case got != want || epoch != 0 && c.Server(got).Epoch != epoch:
		return story.Unmet("%v is the primary of epoch %d", got, c.Server(got).Epoch)
	}
	return nil
}

func (c *Cluster) expectRole(_ *story.Runner, args *story.Args) error {
	id := args.Server()
	var words []string
	for role := replicas.Primary; role <= replicas.Participant; role++ {
		words = append(words, role.String())
	}
	want := args.Choice(words...)
	if err := args.End(); err != nil {
		return err
	}
	if got := c.Server(id).Role.String(); got != want {
		return story.Unmet("%v is a %s", id, got)
	}
	return nil
}

func (c *Cluster) expectHistory(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), args.Bound("the number of entries")
	if err := args.End(); err != nil {
		return err
	}
	if got := len(c.Server(id).Entries); !want.Holds(uint64(got)) {
		return story.Unmet("%v has %d entries", id, got)
	}
	return nil
}

// dataServers are the servers that are named, or all that have data.
func (c *Cluster) dataServers(args *story.Args) []lab.ServerID {
	var ids []lab.ServerID
	for args.More() {
		ids = append(ids, args.Server())
	}
	if len(ids) > 0 {
		return ids
	}
	return c.withData()
}

func (c *Cluster) withData() []lab.ServerID {
	var ids []lab.ServerID
	for i := range c.servers {
		id := lab.ServerID(i + 1)
		spare := c.setup.Kind.Leaderless() && int(id) > c.setup.N
		if coordinates := c.setup.Kind.Commits() && id == 1; !spare && !coordinates {
			ids = append(ids, id)
		}
	}
	return ids
}

func (c *Cluster) expectValue(_ *story.Runner, args *story.Args) error {
	return service.ExpectValue(args, c.dataServers, func(id lab.ServerID, key string) string {
		return node.ValueIn(&c.Server(id).State, key)
	})
}

func (c *Cluster) expectVersions(_ *story.Runner, args *story.Args) error {
	key, want := args.Word("a key"), args.Bound("the number of versions")
	servers := c.dataServers(args)
	if err := args.End(); err != nil {
		return err
	}
	for _, id := range servers {
		got := 0
		if k := c.Server(id).Of(key); k != nil {
			got = len(k.Versions)
		}
		if !want.Holds(uint64(got)) {
			return story.Unmet("%v has %d versions of %s", id, got, key)
		}
	}
	return nil
}

func (c *Cluster) expectHints(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), args.Bound("the number of hints")
	if err := args.End(); err != nil {
		return err
	}
	if got := len(c.Server(id).Hints); !want.Holds(uint64(got)) {
		return story.Unmet("%v keeps %d hints", id, got)
	}
	return nil
}

func (c *Cluster) expectPhase(_ *story.Runner, args *story.Args) error {
	number := args.Number("the number of a transaction")
	var words []string
	for p := replicas.Unknown; p <= replicas.Aborted; p++ {
		words = append(words, p.String())
	}
	want := args.Choice(words...)
	servers := c.dataServers(args)
	if err := args.End(); err != nil {
		return err
	}
	for _, id := range servers {
		got := replicas.Unknown
		if t := c.Server(id).Transaction(number); t != nil {
			got = t.Phase
		}
		if got.String() != want {
			return story.Unmet("transaction %d is %v on %v", number, got, id)
		}
	}
	return nil
}

func (c *Cluster) expectBlocked(_ *story.Runner, args *story.Args) error {
	number := args.Number("the number of a transaction")
	servers := c.dataServers(args)
	if err := args.End(); err != nil {
		return err
	}
	for _, id := range servers {
		t := c.Server(id).Transaction(number)
		if t == nil || !t.Blocked || t.Phase.Decided() {
			return story.Unmet("%v is not blocked in transaction %d", id, number)
		}
	}
	return nil
}

func (c *Cluster) expectLinearizable(r *story.Runner, args *story.Args) (story.Wait, error) {
	c.checks.judged[place(linearizable)]++
	return c.ExpectLinearizable(r, args)
}

func (c *Cluster) expectSequential(_ *story.Runner, args *story.Args) error {
	if err := args.End(); err != nil {
		return err
	}
	switch outcome, err := sequential(c.Operations()); {
	case err != nil:
		return err
	case outcome == linearizability.NotLinearizable:
		return story.Unmet("no order of the operations agrees with what each client did, one after the other")
	}
	return nil
}

func (c *Cluster) expectNot(r *story.Runner, args *story.Args) error {
	switch args.Choice("linearizable", "sequential", "converged", "saw") {
	case "saw":
		return story.ExpectSaw(r, args, false)
	case "linearizable":
		return c.ExpectNotLinearizable(args)
	case "converged":
		if err := args.End(); err != nil {
			return err
		}
		if c.apart().Text == "" {
			return story.Unmet("all servers have the same")
		}
		return nil
	}
	if err := args.End(); err != nil {
		return err
	}
	outcome, err := sequential(c.Operations())
	if err == nil && outcome != linearizability.NotLinearizable {
		return story.Unmet("one order of the operations agrees with what each client did")
	}
	return err
}

// convergeTime bounds the wait for convergence: a message, a comparison with each replica in turn, and all of it once
// more, take less than a second.
const convergeTime = 20 * lab.Second

// expectConverged waits until all servers have the same. It needs a world without faults.
func (c *Cluster) expectConverged(r *story.Runner, args *story.Args) (story.Wait, error) {
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	if fault := r.World().Fault(); fault != "" {
		return story.Wait{}, story.UsageError("expect converged needs a world without faults, but %s: use recover "+
			"before it", fault)
	}
	c.checks.judged[place(converges)]++
	return story.Wait{
		Until: r.World().Now().Add(convergeTime),
		Done:  func() bool { return c.apart().Text == "" },
		Late:  func() string { return c.apart().Text },
		Broken: func() *lab.Violation {
			v := converges.Broken(lab.Say("convergence.late", "%d s after all faults ended, %v",
				int64(convergeTime/lab.Second), c.apart()))
			v.Liveness = true
			return v
		},
	}, nil
}

// apart says in what two servers differ; it has no text if all have the same, and nothing is undecided.
func (c *Cluster) apart() lab.Saying {
	ids := c.withData()
	first := c.Server(ids[0])
	for _, id := range ids {
		m := c.Server(id)
		for _, t := range m.Transactions {
			if !t.Phase.Decided() {
				return lab.Say("convergence.undecided", "%v has not decided transaction %d", id, t.ID)
			}
		}
		if len(m.Entries) != len(first.Entries) {
			return lab.Say("convergence.history", "%v has %d entries, and %v has %d",
				ids[0], len(first.Entries), id, len(m.Entries))
		}
		if a, b := fmt.Sprint(first.values()), fmt.Sprint(m.values()); a != b {
			return lab.Say("convergence.values", "%v has %s, and %v has %s", ids[0], a, id, b)
		}
	}
	return lab.Saying{}
}
