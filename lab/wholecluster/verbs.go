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

// Named is the leader, for the word leader; and for the words such as vote-yes the server that last sent such a message.
func (c *Cluster) Named(w *lab.World, word string) (lab.ServerID, error) {
	if word == leaderWord {
		return c.Preferred(w, "")
	}
	kind := slices.Index(classWords[:], word)
	if kind <= 0 {
		return 0, nil
	}
	if id := c.sent.last[kind]; id != 0 {
		return id, nil
	}
	return 0, fmt.Errorf("%w: nobody has sent a %s yet", errNobody, word)
}

var errNobody = lab.NotNow("there is no such server")

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
		"the servers needed %d %s, and that is not %v", got, what, want))}, nil
}

var _ service.Owner = (*Cluster)(nil)
