package wholecluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// ErrNoLeader is wrapped when a command needs a leader and there is none.
var ErrNoLeader = lab.NotNow("there is no leader")

// leaderWord stands for the leader in a scenario.
const leaderWord = "leader"

// Verbs are the scenario verbs of whole servers.
func (c *Cluster) Verbs() []story.Verb {
	return slices.Concat(
		story.Topic(story.SetupTopic, c.setupVerbs()),
		story.Topic("Clients", c.Clients.Verbs()),
		story.Topic("Leaders and waiting", c.watchVerbs()),
		story.Topic("Expectations", []story.Verb{c.expectVerb()}),
	)
}

// oldWord stands for the server that led before the last leader.
const oldWord = "old"

// Named is the leader, for the word leader; the n-th other server that is up, for f1, f2 and so on; who led before, for
// old; and for the words such as vote-yes the server that last sent such a message.
func (c *Cluster) Named(w *lab.World, word string) (lab.ServerID, error) {
	if word == leaderWord {
		return c.Preferred(w, "")
	}
	id, known := c.former(), word == oldWord
	if len(word) == 2 && word[0] == 'f' && word[1] >= '1' && word[1] <= '9' {
		id, known = c.follower(w, int(word[1]-'0')), true
	}
	if kind := slices.Index(classWords[:], word); kind > 0 {
		id, known = c.sent.last[kind], true
	}
	switch {
	case !known:
		return 0, nil
	case id == 0:
		return 0, fmt.Errorf("%w: no server is %s now", errNobody, word)
	}
	return id, nil
}

var errNobody = lab.NotNow("there is no such server")

// follower is the n-th server that is up and not the leader; 0 for none, or if nobody leads.
func (c *Cluster) follower(w *lab.World, n int) lab.ServerID {
	leader := c.Leader(w)
	for i := range c.servers {
		id := lab.ServerID(i + 1)
		if leader == 0 || id == leader || !w.Status(id).Up {
			continue
		}
		if n--; n == 0 {
			return id
		}
	}
	return 0
}

// former is who led the last term but one that had a leader.
func (c *Cluster) former() lab.ServerID {
	last, before := -1, -1
	for term := range c.checks.leaders { // the order decides nothing
		switch {
		case term > last:
			last, before = term, last
		case term > before:
			before = term
		}
	}
	return c.checks.leaders[before].server
}

// Preferred is the leader: the client asks it unless it names a server.
func (c *Cluster) Preferred(w *lab.World, _ string) (lab.ServerID, error) {
	if id := c.Leader(w); id != 0 {
		return id, nil
	}
	return 0, fmt.Errorf("%w: no server says that it leads; name one, as in S1, or await leader", ErrNoLeader)
}

// Serves is "": every server has all keys.
func (c *Cluster) Serves(lab.ServerID, string) string { return "" }

// Leader is the server that says it leads the highest term, of the servers that are up and not paused; 0 if there is
// none.
func (c *Cluster) Leader(w *lab.World) lab.ServerID {
	leader, term := lab.ServerID(0), -1
	for i, m := range c.servers {
		id := lab.ServerID(i + 1)
		status := w.Status(id)
		if status.Up && !status.Paused && m.Leads && m.Term > term {
			leader, term = id, m.Term
		}
	}
	return leader
}

// expectVerb is the verb for conditions that must hold now.
func (c *Cluster) expectVerb() story.Verb {
	return story.ExpectVerb("", map[string]story.Expectation{
		"leader":  {Usage: "leader S1 | leader none", Check: c.expectLeader},
		"applied": {Usage: "applied S1 [at most|at least] 3", Check: c.expectApplied},
		"outcome": {Usage: "outcome 1 ok [RESULT]", Check: c.ExpectOutcome},
		"saw":     {Usage: "saw S3 drop because=cut", Check: story.Saw},

		"progress":     {Usage: "progress", Judge: c.expectProgress},
		"calls":        {Usage: "calls at most 30", Judge: c.expectCalls},
		"bytes":        {Usage: "bytes at most 5000", Judge: c.expectBytes},
		"terms":        {Usage: "terms at most 2", Judge: c.expectTerms},
		"small":        {Usage: "small", Judge: c.expectSmall},
		"linearizable": {Usage: "linearizable", Judge: c.ExpectLinearizable},
		"not":          {Usage: "not linearizable | not saw leads", Check: c.ExpectNot},
	})
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
	switch got := c.Leader(r.World()); {
	case got == want:
		return nil
	case got == 0:
		return story.Unmet("no server says that it leads")
	default:
		return story.Unmet("%v leads term %d", got, c.Server(got).Term)
	}
}

func (c *Cluster) expectApplied(_ *story.Runner, args *story.Args) error {
	id, want := args.Server(), args.Bound("an index")
	if err := args.End(); err != nil {
		return err
	}
	if got := c.Server(id).Applied; !want.Holds(uint64(got)) {
		return story.Unmet("%v has applied up to index %d", id, got)
	}
	return nil
}

// expectCalls breaks the budget if more was called since it was last set back.
func (c *Cluster) expectCalls(_ *story.Runner, args *story.Args) (story.Wait, error) {
	return c.budget(args, "calls", c.sent.calls)
}

func (c *Cluster) expectBytes(_ *story.Runner, args *story.Args) (story.Wait, error) {
	return c.budget(args, "bytes in calls and replies", c.sent.bytes)
}

func (c *Cluster) expectTerms(_ *story.Runner, args *story.Args) (story.Wait, error) {
	return c.budget(args, "terms with a leader", uint64(len(c.checks.leaders)-c.checks.terms))
}

func (c *Cluster) budget(args *story.Args, what string, got uint64) (story.Wait, error) {
	want := args.Bound("a number")
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	if want.Holds(got) {
		return story.Wait{}, nil
	}
	return story.Wait{Break: economy.Broken(lab.Say("whole.economy",
		"the servers needed %d %s, which should be %v", got, what, want))}, nil
}

// expectSmall breaks the promise of snapshots if a server's saved state is as large as one of its whole log.
func (c *Cluster) expectSmall(_ *story.Runner, args *story.Args) (story.Wait, error) {
	if err := args.End(); err != nil || c.setup.SnapshotEvery == 0 {
		return story.Wait{}, err
	}
	for i, m := range c.servers {
		// An entry is below 100 bytes, and a program has some fields besides.
		limit := 1000 + 200*c.setup.SnapshotEvery
		if m.Snapshots && m.asked > 0 && m.StateSize > limit {
			return story.Wait{Break: smallState.Broken(lab.Say("whole.small",
				"the service of %v has a snapshot up to index %d of %d, and the state that the server saves has %d "+
					"bytes",
				lab.ServerID(i+1), m.asked, m.Applied, m.StateSize))}, nil
		}
	}
	return story.Wait{}, nil
}

var _ service.Owner = (*Cluster)(nil)
