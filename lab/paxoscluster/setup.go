package paxoscluster

import (
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/paxos"
	"raftlab/lab/story"
)

func (c *Cluster) setupVerbs() []story.Verb {
	roles := func(name string, of *paxos.NodeSet, help string) story.Verb {
		return setupVerb(name, name+" S1 S2 S3", help, func(args *story.Args) error {
			*of = serverSet(args)
			return args.End()
		})
	}
	return []story.Verb{
		c.RulesVerb(),
		setupVerb("mode", "mode multi", "lets servers choose one command after the other (§3); without it, one value",
			func(args *story.Args) error {
				c.setup.Multi = args.Choice("single", "multi") == "multi"
				return args.End()
			}),
		roles("acceptors", &c.setup.Acceptors, "names the acceptors; without it, all servers are"),
		roles("proposers", &c.setup.Proposers, "names the proposers; without it, all servers are"),
		roles("learners", &c.setup.Learners, "names the learners; without it, all servers are"),
		setupVerb("ballots", "ballots steps", "keeps ballots apart by counting in steps of the number of servers, "+
			"and not by pairs of round and server (§2.5)",
			func(args *story.Args) error {
				c.setup.Steps = args.Choice("pairs", "steps") == "steps"
				return args.End()
			}),
		setupVerb("learning", "learning notice", "lets the proposer tell learners what is chosen; without it, "+
			"acceptors send their acceptances to all learners (§2.3)",
			func(args *story.Args) error {
				c.setup.Notice = args.Choice("all", "notice") == "notice"
				return args.End()
			}),
		setupVerb("distinguished", "distinguished S1", "lets one server propose for all (§2.4)",
			func(args *story.Args) error {
				c.setup.Distinguished = paxos.NodeID(args.Server())
				return args.End()
			}),
		{
			Name: "given", Usage: "given S1 promised 2.1 accepted 2.1 X\ngiven S1 used 2.1", Setup: true,
			Run: c.runGiven,
			Help: "puts a promise and an acceptance on an acceptor's disk, or a used ballot on a proposer's (mode " +
				"single)",
		},
	}
}

// timeVerbs are the setup verbs of times.
func (c *Cluster) timeVerbs() []story.Verb {
	return []story.Verb{
		setupVerb("back-off", "back-off 20ms 320ms\nback-off off", "sets how long a proposer waits after a refusal "+
			"(§2.4)",
			func(args *story.Args) (err error) {
				c.setup.BackOffLeast, c.setup.BackOffMost, err = span(args)
				return err
			}),
		setupVerb("patience", "patience 200ms", "sets how long a proposer waits for a majority (mode single)",
			func(args *story.Args) error {
				c.setup.Retry = paxos.Duration(args.Duration())
				return args.End()
			}),
		setupVerb("asking", "asking 250ms\nasking off", "sets how often a learner asks for what it does not know "+
			"(mode single)",
			func(args *story.Args) (err error) {
				c.setup.Ask, err = paxos.Duration(0), nil
				if args.Peek() == "off" {
					args.Keyword("off")
				} else {
					c.setup.Ask = paxos.Duration(args.Duration())
				}
				return args.End()
			}),
		setupVerb("leader-timeout", "leader-timeout 150ms 300ms", "sets how long servers wait for a leader (mode "+
			"multi)",
			func(args *story.Args) error {
				c.setup.LeaderLeast, c.setup.LeaderMost = paxos.Duration(args.Duration()),
					paxos.Duration(args.Duration())
				return args.End()
			}),
		setupVerb("heartbeat", "heartbeat 50ms", "sets how often a leader says that it leads (mode multi)",
			func(args *story.Args) error {
				c.setup.Heartbeat = paxos.Duration(args.Duration())
				return args.End()
			}),
	}
}

func setupVerb(name, usage, help string, set func(args *story.Args) error) story.Verb {
	return story.Verb{Name: name, Usage: usage, Help: help, Setup: true,
		Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) { return story.Wait{}, set(args) }}
}

// serverSet takes the servers that are left; there must be one.
func serverSet(args *story.Args) paxos.NodeSet {
	set := paxos.SetOf(paxos.NodeID(args.Server()))
	for args.More() {
		set.Add(paxos.NodeID(args.Server()))
	}
	return set
}

// span takes a range of times, or off.
func span(args *story.Args) (least, most paxos.Duration, err error) {
	if args.Peek() == "off" {
		args.Keyword("off")
		return 0, 0, args.End()
	}
	least, most = paxos.Duration(args.Duration()), paxos.Duration(args.Duration())
	if err := args.End(); err != nil {
		return 0, 0, err
	}
	if least < 1 || most < least {
		return 0, 0, args.Reject("want a time above 0 and one that is not below it")
	}
	return least, most, nil
}

// ballotOf reads a ballot: 2.1 for S1's in round 2, or 7 where ballots go in steps.
func (c *Cluster) ballotOf(args *story.Args) (paxos.Ballot, error) {
	word := args.Word("a ballot")
	round, id, pair := strings.Cut(word, ".")
	r, err := strconv.ParseUint(round, 10, 32)
	b := paxos.Ballot{Round: r}
	if pair && err == nil {
		var n uint64
		n, err = strconv.ParseUint(id, 10, 8)
		b.ID = paxos.NodeID(n)
	}
	switch {
	case err != nil || r == 0 || pair && (b.ID < 1 || b.ID > lab.MaxServers):
		return b, args.Reject("want a ballot such as 2.1 (round and server), or 7 with ballots in steps, got %q", word)
	case pair == c.setup.Steps:
		return b, args.Reject("ballots are %s here, got %q", ballots(c.setup.Steps), word)
	}
	return b, nil
}

// runGiven puts something on a server's disk before it boots.
func (c *Cluster) runGiven(r *story.Runner, args *story.Args) (story.Wait, error) {
	id := args.Server()
	record, err := c.givenRecord(args)
	if err != nil {
		return story.Wait{}, err
	}
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	for _, a := range record.Accepted {
		if record.Promised.Below(a.At) {
			return story.Wait{}, story.UsageError("an acceptor that has accepted in ballot %v has promised it, too",
				a.At)
		}
		for _, other := range c.given {
			if other.At == a.At && other.Value != a.Value {
				return story.Wait{}, story.UsageError("ballot %v has one value, and here it has %s and %s", a.At,
					other.Value,
					a.Value)
			}
		}
		c.given = append(c.given, a)
	}
	r.Options.Given[id] = [][]byte{paxos.AppendSave(nil, record)}
	r.Options.Label += " given=" + id.String() + ":" + record.Promised.String() + "/" + record.Used.String()
	for _, a := range record.Accepted {
		r.Options.Label += "/" + a.At.String() + "/" + string(a.Value)
	}
	return story.Wait{}, nil
}

func (c *Cluster) givenRecord(args *story.Args) (record paxos.Save, err error) {
	for args.More() && err == nil {
		switch args.Choice("promised", "accepted", "used") {
		case "promised":
			record.Promised, err = c.ballotOf(args)
		case "used":
			record.Used, err = c.ballotOf(args)
		case "accepted":
			a := paxos.SlotAccepted{Slot: 1}
			if a.At, err = c.ballotOf(args); err == nil {
				a.Value = paxos.Value(args.Word("a value"))
				record.Accepted = []paxos.SlotAccepted{a}
			}
		}
	}
	return record, err
}
