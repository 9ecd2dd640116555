package zabcluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/lab/zab"
)

// ErrNoLeader is wrapped when a command needs a leader and there is none.
var ErrNoLeader = lab.NotNow("there is no leader")

// leaderWord stands for the leader in a scenario.
const leaderWord = "leader"

// Verbs are the scenario verbs of a ZAB cluster.
func (c *Cluster) Verbs() []story.Verb {
	return slices.Concat(
		story.Topic(story.SetupTopic, c.setupVerbs()),
		story.Topic("Clients", c.clientVerbs()),
		story.Topic("Leaders and waiting", c.leaderVerbs()),
		story.Topic("Expectations", []story.Verb{c.expectVerb()}),
	)
}

// Named is the leader, for the word leader in place of a server's name.
func (c *Cluster) Named(w *lab.World, word string) (lab.ServerID, error) {
	if word != leaderWord {
		return 0, nil
	}
	return c.Preferred(w, "")
}

// Preferred is the leader: the client asks it unless it names a server.
func (c *Cluster) Preferred(w *lab.World, _ string) (lab.ServerID, error) {
	if id := c.Leader(w); id != 0 {
		return id, nil
	}
	return 0, fmt.Errorf("%w: no server is established as leader now; name one, as in S1, or await leader", ErrNoLeader)
}

// Serves is "": every server has all keys.
func (c *Cluster) Serves(lab.ServerID, string) string { return "" }

// Known is the last transaction that was acknowledged.
func (c *Cluster) Known(string) uint64 { return uint64(c.checks.acknowledged) }

// Acknowledged judges an answer that says a command is done (Durability), or what a read found (Linearizability).
func (c *Cluster) Acknowledged(w *lab.World, op *service.Operation, server lab.ServerID) *lab.Violation {
	c.checks.event = w.Trace.Event()
	if op.Command.Op == kv.Get {
		return readInTime(server, zab.Zxid(op.Index), zab.Zxid(op.Floor), op.Command.String())
	}
	return c.checks.acknowledge(c.servers, server, zab.Zxid(op.Index), op.Command.String())
}

// Leader is the established leader of the highest epoch, of the servers that are up and not paused; 0 if there is
// none.
func (c *Cluster) Leader(w *lab.World) lab.ServerID {
	leader, epoch := lab.ServerID(0), zab.Epoch(0)
	for i, m := range c.servers {
		id := lab.ServerID(i + 1)
		status := w.Status(id)
		if status.Up && !status.Paused && m.leads() && m.Leads.Epoch > epoch {
			leader, epoch = id, m.Leads.Epoch
		}
	}
	return leader
}

// leads reports whether a server is established as leader.
func (m *Mirror) leads() bool { return m.Leads != nil && m.Leads.Established }

// clientVerbs are those of the clients. A read without stale is ZooKeeper's sync and then a read.
func (c *Cluster) clientVerbs() []story.Verb {
	verbs := c.Clients.Verbs()
	for i := range verbs {
		if verbs[i].Name == "get" {
			verbs[i].Usage = "get x [stale] [via S1|leader] [as C2]"
			verbs[i].Help = "a client asks a server to get, and the server has its leader bring it up to date first " +
				"(ZooKeeper, sync); stale: the server answers from its own state at once, as ZooKeeper does by " +
				"default, so the value may be old"
		}
	}
	return verbs
}

func (c *Cluster) setupVerbs() []story.Verb {
	return []story.Verb{
		c.RulesVerb(),
		c.numberVerb("observers", "observers 1", "makes the last servers observers: they learn and serve, and do not "+
			"count",
			func(n uint64) { c.setup.Observers = int(min(n, lab.MaxServers)) }),
		c.numberVerb("window", "window 3", "sets how many transactions a leader keeps to send from, 1 or more; a "+
			"server "+
			"that lacks more gets a snapshot", func(n uint64) { c.setup.Window = int(max(1, min(n, 1<<20))) }),
		c.numberVerb("counter", "counter 5", "sets the highest counter of a zxid, 1 or more: after it the leader "+
			"gives up, "+
			"since the next zxid needs another epoch", func(n uint64) {
			c.setup.MaxCounter = uint32(max(1, min(n, 1<<32-1)))
		}),
		c.numberVerb("part", "part 64", "sets how many bytes of a snapshot one message may have, 1 or more",
			func(n uint64) { c.setup.SnapshotPart = int(max(1, min(n, 1<<20))) }),
		c.timeVerb("tick", "tick 50ms", "sets the interval of a leader's pings",
			func(d zab.Duration) { c.setup.Tick = d }),
		c.timeVerb("init-limit", "init-limit 600ms", "sets how long a server waits for news before it is up to date",
			func(d zab.Duration) { c.setup.InitLimit = d }),
		c.timeVerb("sync-limit", "sync-limit 300ms", "sets how long a server waits for news when it is up to date, "+
			"and a "+
			"leader for a quorum", func(d zab.Duration) { c.setup.SyncLimit = d }),
		c.timeVerb("finalize-wait", "finalize-wait 40ms", "sets how long a server waits for a better vote when a "+
			"quorum "+
			"agrees", func(d zab.Duration) { c.setup.FinalizeWait = d }),
		{
			Name:  "given",
			Usage: "given S1 accepted 2 current 1 history 1:1 1:2\ngiven committed 1:1",
			Setup: true, Run: c.runGiven,
			Help: "puts epochs and a history of these zxids on a server's disk before it boots, or says up to which " +
				"zxid all was delivered",
		},
	}
}

func (c *Cluster) numberVerb(name, usage, help string, set func(n uint64)) story.Verb {
	return story.Verb{Name: name, Usage: usage, Help: help, Setup: true,
		Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
			set(args.Number("a number"))
			return story.Wait{}, args.End()
		}}
}

func (c *Cluster) timeVerb(name, usage, help string, set func(d zab.Duration)) story.Verb {
	return story.Verb{Name: name, Usage: usage, Help: help, Setup: true,
		Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
			set(zab.Duration(args.Duration()))
			return story.Wait{}, args.End()
		}}
}

// settleTime is how long `await` waits.
const settleTime = 5 * lab.Second

func (c *Cluster) leaderVerbs() []story.Verb {
	return []story.Verb{
		{
			Name: "look", Usage: "look S1", Run: runLook,
			Help: "has a server give up its leader, or its leadership, and look for a leader, as after a silence",
		},
		{
			Name: "await", Usage: "await leader [S1]\nawait answers\nawait delivered 1:2 [S1 S2]\nawait standing S4 " +
				"following",
			Looks: true, Run: c.runAwait,
			Help: "waits until a leader is established, until every client has its answer, until servers have " +
				"delivered a transaction, or until a server is what is said",
		},
	}
}

func runLook(r *story.Runner, args *story.Args) (story.Wait, error) {
	id := args.Server()
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	return story.Wait{}, r.World().Control(id, ControlLook)
}

func (c *Cluster) runAwait(r *story.Runner, args *story.Args) (story.Wait, error) {
	wait := story.Wait{Until: r.World().Now().Add(settleTime)}
	switch args.Choice("leader", "answers", "delivered", "standing") {
	case "leader":
		want := lab.ServerID(0)
		if args.More() {
			want = args.Server()
		}
		wait.Done = func() bool {
			leader := c.Leader(r.World())
			return leader != 0 && (want == 0 || leader == want)
		}
		wait.Late = func() string { return "no such leader is established: " + c.standings().Text }
	case "answers":
		wait.Done = func() bool { return c.Waiting() == 0 }
		wait.Late = func() string { return "a client has no answer yet" }
	case "delivered":
		z := zxid(args)
		servers := c.serversOrAll(args)
		wait.Done = func() bool {
			return !slices.ContainsFunc(servers, func(id lab.ServerID) bool { return c.Server(id).DeliveredTo < z })
		}
		wait.Late = func() string { return fmt.Sprintf("%v should be delivered; %v", z, c.deliveries()) }
	case "standing":
		id, want := args.Server(), args.Choice(standingWords()...)
		wait.Done = func() bool { return c.isStanding(id, want) }
		wait.Late = func() string { return fmt.Sprintf("%v should be %s; %v", id, want, c.standings()) }
	}
	return wait, args.End()
}

func standingWords() []string {
	return []string{zab.Looking.String(), zab.Following.String(), zab.Leading.String(), zab.Observing.String()}
}

// isStanding reports whether a server is that, and serves if it is more than looking.
func (c *Cluster) isStanding(id lab.ServerID, want string) bool {
	m := c.Server(id)
	return m.Standing.String() == want && (m.Standing == zab.Looking || m.serves())
}

func (m *Mirror) serves() bool { return m.Phase.String() == "broadcast" }

// serversOrAll are the servers that are named, or all of them.
func (c *Cluster) serversOrAll(args *story.Args) (ids []lab.ServerID) {
	for args.More() {
		ids = append(ids, args.Server())
	}
	if len(ids) > 0 {
		return ids
	}
	for i := range c.servers {
		ids = append(ids, lab.ServerID(i+1))
	}
	return ids
}

// standings lists what every server is.
func (c *Cluster) standings() lab.Saying {
	var parts []lab.Saying
	for i, m := range c.servers {
		parts = append(parts, lab.Say("zab.progress.standing", "%v is %v in %v, epoch %d",
			lab.ServerID(i+1), m.Standing, m.Phase, m.CurrentEpoch))
	}
	return lab.Join("zab.progress.standings", ", ", parts)
}

// deliveries lists how far every server has delivered.
func (c *Cluster) deliveries() lab.Saying {
	var parts []lab.Saying
	for i, m := range c.servers {
		parts = append(parts, lab.Say("zab.progress.delivery", "%v has delivered up to "+
			"%v", lab.ServerID(i+1), m.DeliveredTo))
	}
	return lab.Join("zab.progress.deliveries", ", ", parts)
}
