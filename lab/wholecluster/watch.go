package wholecluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/story"
)

// settleTime is how long `await` waits, and watchTime `watch`.
const (
	settleTime = 10 * lab.Second
	watchTime  = 4 * lab.Second
)

func (c *Cluster) watchVerbs() []story.Verb {
	return []story.Verb{
		{
			Name: "await", Usage: "await leader [S1]\nawait newer\nawait answers", Looks: true, Run: c.runAwait,
			Help: "waits until a server says that it leads, until one leads a later term than any so far, or until " +
				"every client has its answer",
		},
		{
			Name: "watch", Looks: true, Run: c.runWatch,
			Usage: "watch leader [S1]\nwatch newer\nwatch duel S1 S2\nwatch sent vote-yes [S1]\nwatch answers\n" +
				"watch applied 3 S1",
			Help: "waits until a server says that it leads, or leads a later term than any so far; until two are " +
				"candidates of the same term, if no other is further; until a message of that kind was sent; until " +
				"every client has its answer; or until a server has applied so much; after four seconds it waits no " +
				"longer, and nothing fails",
		},
		cutVerb("mute", "cuts all links from a server: it hears, and is not heard",
			func(w *lab.World, id, other lab.ServerID) error { return w.Cut(id, other) }),
		cutVerb("deafen", "cuts all links to a server: it is heard, and hears nothing",
			func(w *lab.World, id, other lab.ServerID) error { return w.Cut(other, id) }),
		{
			Name: "count", Usage: "count", Looks: true,
			Help: "begins to count calls, bytes and terms from 0",
			Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
				c.sent.calls, c.sent.bytes, c.checks.terms = 0, 0, len(c.checks.leaders)
				return story.Wait{}, args.End()
			},
		},
	}
}

func (c *Cluster) runAwait(r *story.Runner, args *story.Args) (story.Wait, error) {
	w := r.World()
	wait := story.Wait{Until: w.Now().Add(settleTime)}
	late := "no server says that it leads, though most servers reach each other"
	// Nobody types while it waits, so the links stay as they are.
	if c.mostReachEachOther(w) {
		wait.Broken = func() *lab.Violation { return c.leaderless(late) }
	}
	switch args.Choice("leader", "newer", "answers") {
	case "leader":
		if args.More() { // nobody promises that it is this one
			wait.Broken, wait.Late = nil, func() string { return "another server leads, or none" }
		}
		wait.Done = c.leads(w, args)
	case "newer":
		wait.Done = c.newer(w)
		if c.leaderReachesMost(w) { // then nobody has to lead a later term
			wait.Until, wait.Broken = w.Now().Add(watchTime), nil
		}
		late = "no server leads a later term than before, though most servers reach each other"
	case "answers":
		wait.Broken = nil
		wait.Done = func() bool { return c.Waiting() == 0 }
		wait.Late = func() string { return "a client has no answer yet" }
	}
	return wait, args.End()
}

// leaderless is the broken promise of an election.
func (c *Cluster) leaderless(what string) *lab.Violation {
	v := progress.Broken(lab.Say("whole.leaderless", "after %d ms, %s: %v", int64(settleTime/lab.Millisecond), what,
		c.standings()))
	v.Liveness = true
	return v
}

// newer is the condition that a server leads a later term than any server so far.
func (c *Cluster) newer(w *lab.World) func() bool {
	before := -1
	for term := range c.checks.leaders {
		before = max(before, term)
	}
	return func() bool {
		leader := c.Leader(w)
		return leader != 0 && c.Server(leader).Term > before
	}
}

// leads is the condition that a server leads: the one that the words name, if they name one.
func (c *Cluster) leads(w *lab.World, args *story.Args) func() bool {
	want := lab.ServerID(0)
	if args.More() {
		want = args.Server()
	}
	return func() bool {
		leader := c.Leader(w)
		return leader != 0 && (want == 0 || leader == want)
	}
}

func (c *Cluster) runWatch(r *story.Runner, args *story.Args) (story.Wait, error) {
	w := r.World()
	wait := story.Wait{Until: w.Now().Add(watchTime)}
	switch args.Choice("leader", "newer", "duel", "sent", "answers", "applied") {
	case "leader":
		wait.Done = c.leads(w, args)
	case "newer":
		wait.Done = c.newer(w)
	case "duel":
		a, b := args.Server(), args.Server()
		wait.Done = func() bool { return c.duel(w, a, b) }
	case "sent":
		wait.Done = c.sends(args)
	case "answers":
		wait.Done = func() bool { return c.Waiting() == 0 }
	case "applied":
		index, id := args.Number("an index"), args.Server()
		wait.Done = func() bool { return id > 0 && uint64(c.Server(id).Applied) >= index }
	}
	return wait, args.End()
}

// duel reports whether two servers are in the same term, without a leader, and no server that is up is further. Their
// requests for votes are on the way then, or held.
func (c *Cluster) duel(w *lab.World, a, b lab.ServerID) bool {
	if a < 1 || b < 1 {
		return false
	}
	term := c.Server(a).Term
	if term == 0 || c.Server(b).Term != term || c.Server(a).Leads || c.Server(b).Leads {
		return false
	}
	return !slices.ContainsFunc(c.servers, func(m *Mirror) bool { return m.Term > term })
}

// sends is the condition that a message of a kind is sent from now on, by the server that the words name, if they name
// one.
func (c *Cluster) sends(args *story.Args) func() bool {
	kind := slices.Index(classWords[:], args.Choice(classWords[:]...))
	from := lab.ServerID(0)
	if args.More() {
		from = args.Server()
	}
	if kind < 0 || int(from) > len(c.servers) {
		return nil
	}
	count := func() (n uint64) {
		for i, by := range c.sent.by {
			if from == 0 || from == lab.ServerID(i+1) {
				n += by[kind]
			}
		}
		return n
	}
	before := count()
	return func() bool { return count() > before }
}

// standings lists what every server says of itself, and how far it has applied.
func (c *Cluster) standings() lab.Saying {
	var parts []lab.Saying
	for i, m := range c.servers {
		role := "follows"
		if m.Leads {
			role = "leads"
		}
		parts = append(parts, lab.Say("whole.standing", "%v %s term %d and has applied %d", lab.ServerID(i+1), role,
			m.Term, m.Applied))
	}
	return lab.Join("whole.standings", ", ", parts)
}

// String is for messages of tests.
func (c *Cluster) String() string { return fmt.Sprint(c.standings()) }

// cutVerb is a verb that cuts links between a server and all others.
func cutVerb(name, help string, cut func(w *lab.World, id, other lab.ServerID) error) story.Verb {
	return story.Verb{Name: name, Usage: name + " S1", Help: help,
		Run: func(r *story.Runner, args *story.Args) (story.Wait, error) {
			id := args.Server()
			if err := args.End(); err != nil {
				return story.Wait{}, err
			}
			w := r.World()
			for other := lab.ServerID(1); int(other) <= w.Servers(); other++ {
				if other == id {
					continue
				}
				if err := cut(w, id, other); err != nil {
					return story.Wait{}, err
				}
			}
			return story.Wait{}, nil
		}}
}
