package raftcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
)

// expectVerb is the verb for conditions that must hold now.
func (c *Cluster) expectVerb() story.Verb {
	return story.ExpectVerb("", map[string]story.Expectation{
		"leader":  {Usage: "leader S1 [term 2] | leader none", Check: c.expectLeader},
		"role":    {Usage: "role S1 follower", Check: c.expectRole},
		"term":    {Usage: "term S1 [at most|at least] 2", Check: c.expectTerm},
		"vote":    {Usage: "vote S3 S1 | vote S3 none", Check: c.expectVote},
		"log":     {Usage: "log S3 1 1 2", Check: c.expectLog},
		"commit":  {Usage: "commit [at most|at least] 3 [S1 S2]", Check: c.expectCommit},
		"value":   {Usage: "value x 3 [S1 S2]", Check: c.expectValue},
		"outcome": {Usage: "outcome 1 ok [RESULT]", Check: c.ExpectOutcome},
		"saw":     {Usage: "saw S3 drop because=cut", Check: story.Saw},

		"change":    {Usage: "change 1 ok", Check: c.expectChange},
		"members":   {Usage: "members S3 S1 S2 | members S3 S1 S2 > S1 S4 + S5", Check: c.expectMembers},
		"base":      {Usage: "base [at most|at least] 6 [S1 S2]", Check: c.expectBase},
		"sessions":  {Usage: "sessions [at most|at least] 1 [S1 S2]", Check: c.expectSessions},
		"elections": {Usage: "elections [at most|at least] 2", Check: c.expectElections},

		"progress":     {Usage: "progress", Judge: c.expectProgress},
		"steady":       {Usage: "steady", Judge: c.expectSteady},
		"linearizable": {Usage: "linearizable", Judge: c.ExpectLinearizable},
		"not":          {Usage: "not linearizable | not saw term=2", Check: c.ExpectNot},
	})
}

func (c *Cluster) expectLeader(r *story.Runner, args *story.Args) error {
	if args.Peek() == "none" {
		args.Keyword("none")
		if err := args.End(); err != nil {
			return err
		}
		return c.expectNoLeader(r.World())
	}
	want, term := args.Server(), uint64(0)
	if args.More() {
		args.Keyword("term")
		term = args.Number("the term")
	}
	if err := args.End(); err != nil {
		return err
	}
	leader := c.LeaderOf(r.World(), c.groupNumber(want))
	if leader == 0 {
		return story.Unmet("no server leads")
	}
	if got := c.Server(leader); leader != want || term != 0 && got.CurrentTerm != raft.Term(term) {
		return story.Unmet("S%d leads term %d", leader, got.CurrentTerm)
	}
	return nil
}

func (c *Cluster) expectNoLeader(w *lab.World) error {
	for g := range c.checks {
		if leader := c.LeaderOf(w, g); leader != 0 {
			return story.Unmet("S%d leads term %d", leader, c.Server(leader).CurrentTerm)
		}
	}
	return nil
}

func (c *Cluster) expectRole(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), args.Choice(raft.Follower.String(), raft.PreCandidate.String(),
		raft.Candidate.String(), raft.Leader.String())
	if err := args.End(); err != nil {
		return err
	}
	if got := c.Server(id).Role.String(); got != want {
		return story.Unmet("S%d is a %s", id, got)
	}
	return nil
}

func (c *Cluster) expectTerm(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), args.Bound("a term")
	if err := args.End(); err != nil {
		return err
	}
	if got := c.Server(id).CurrentTerm; !want.Holds(uint64(got)) {
		return story.Unmet("S%d is in term %d", id, got)
	}
	return nil
}

func (c *Cluster) expectVote(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), raft.None
	if args.Peek() == "none" {
		args.Keyword("none")
	} else {
		want = raft.NodeID(args.Server())
	}
	if err := args.End(); err != nil {
		return err
	}
	if got := c.Server(id).VotedFor; got != want {
		return story.Unmet("S%d has voted for %v in term %d", id, got, c.Server(id).CurrentTerm)
	}
	return nil
}

func (c *Cluster) expectLog(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), strings.Join(args.Rest(), " ")
	if err := args.End(); err != nil {
		return err
	}
	var got []string
	for _, e := range c.Server(id).Log {
		got = append(got, number(e.Term))
	}
	if strings.Join(got, " ") != want {
		return story.Unmet("the log of S%d has the terms %s", id, strings.Join(got, " "))
	}
	return nil
}

func (c *Cluster) expectCommit(_ *story.Runner, args *story.Args) error {
	want := args.Bound("an index")
	servers := c.serversOrAll(args)
	if err := args.End(); err != nil {
		return err
	}
	for _, id := range servers {
		if got := c.Server(id).CommitIndex; !want.Holds(uint64(got)) {
			return story.Unmet("S%d has commitIndex %d", id, got)
		}
	}
	return nil
}

func (c *Cluster) expectValue(_ *story.Runner, args *story.Args) error {
	return service.ExpectValue(args, c.serversOrAll, func(id lab.ServerID, key string) string {
		return c.Server(id).Store.Value(key)
	})
}

// expectElections counts the elections that servers have started so far.
func (c *Cluster) expectElections(_ *story.Runner, args *story.Args) error {
	want := args.Bound("the number of elections")
	if err := args.End(); err != nil {
		return err
	}
	if !want.Holds(c.elections) {
		return story.Unmet("the number of elections that servers have started is %d", c.elections)
	}
	return nil
}
