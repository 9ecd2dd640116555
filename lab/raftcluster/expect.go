package raftcluster

import (
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
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
		"leader":  {usage: "leader S1 [term 2] | leader none", check: c.expectLeader},
		"role":    {usage: "role S1 follower", check: c.expectRole},
		"term":    {usage: "term S1 [at most|at least] 2", check: c.expectTerm},
		"vote":    {usage: "vote S3 S1 | vote S3 none", check: c.expectVote},
		"log":     {usage: "log S3 1 1 2", check: c.expectLog},
		"commit":  {usage: "commit [at most|at least] 3 [S1 S2]", check: c.expectCommit},
		"value":   {usage: "value x 3 [S1 S2]", check: c.expectValue},
		"outcome": {usage: "outcome 1 ok [RESULT]", check: c.ExpectOutcome},
		"saw":     {usage: "saw S3 drop because=cut", check: expectSaw},

		"change":    {usage: "change 1 ok", check: c.expectChange},
		"members":   {usage: "members S3 S1 S2 | members S3 S1 S2 > S1 S4 + S5", check: c.expectMembers},
		"base":      {usage: "base [at most|at least] 6 [S1 S2]", check: c.expectBase},
		"sessions":  {usage: "sessions [at most|at least] 1 [S1 S2]", check: c.expectSessions},
		"elections": {usage: "elections [at most|at least] 2", check: c.expectElections},

		"progress":     {usage: "progress", judge: c.expectProgress},
		"steady":       {usage: "steady", judge: c.expectSteady},
		"linearizable": {usage: "linearizable", judge: c.ExpectLinearizable},
		"not":          {usage: "not linearizable | not saw term=2", check: c.expectNot},
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
			return story.Unmet("on S%d, %s is %s", id, key, service.Quote(got))
		}
	}
	return nil
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

func expectSaw(r *story.Runner, args *story.Args) error { return story.ExpectSaw(r, args, true) }

func (c *Cluster) expectNot(r *story.Runner, args *story.Args) error {
	if args.Choice("linearizable", "saw") == "saw" {
		return story.ExpectSaw(r, args, false)
	}
	return c.ExpectNotLinearizable(args)
}
