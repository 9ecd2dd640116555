package replicacluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/replicas"
	"raftlab/lab/story"
)

// ErrNoPrimary is wrapped when a command needs a primary, or any server, and there is none.
var ErrNoPrimary = lab.NotNow("there is no primary")

// usage makes an error about the setup one about a command's words.
func usage(err error) error { return story.UsageError("%w", err) }

// Verbs are the scenario verbs of replication without consensus.
func (c *Cluster) Verbs() []story.Verb {
	return slices.Concat(
		story.Topic(story.SetupTopic, c.setupVerbs()),
		story.Topic("Clients", append(c.Clients.Verbs(), story.Verb{
			Name: "delete", Usage: "delete x [via S1] [as C2]", Run: c.runDelete,
			Help: "a client asks a server to delete a key; leaderless replicas keep a tombstone",
		})),
		story.Topic("Acting and waiting", []story.Verb{
			{
				Name: "promote", Usage: "promote S2", Run: c.runPromote,
				Help: "makes a backup the primary, in place of the one that it knows; with fencing, of a new epoch",
			},
			{
				Name: "refuse", Usage: "refuse S3", Run: c.runRefuse,
				Help: "lets a participant vote no on the next transaction",
			},
			{
				Name: "await", Usage: "await answers\nawait primary", Looks: true, Run: c.runAwait,
				Help: "waits until every client has its answer, or until a server is the primary",
			},
		}),
		story.Topic("Expectations", []story.Verb{c.expectVerb()}),
	)
}

// Named is the server that the words primary and coordinator stand for.
func (c *Cluster) Named(w *lab.World, word string) (lab.ServerID, error) {
	switch {
	case word == coordinatorWord && c.setup.Kind.Commits():
		return 1, nil
	case word != primaryWord && word != coordinatorWord:
		return 0, nil
	}
	return c.Preferred(w, "")
}

// The words that stand for a server.
const (
	primaryWord     = "primary"
	coordinatorWord = "coordinator"
)

func (c *Cluster) setupVerbs() []story.Verb {
	verbs := []story.Verb{
		c.RulesVerb(),
		{
			Name: "kind", Setup: true, Run: c.runKind,
			Usage: "kind sync|async|semi-sync|two-masters|quorum|two-phase|three-phase",
			Help: "chooses the kind of replication: a primary that waits for all backups, for none or for one; " +
				"masters that merge; n, w and r; a coordinator that asks all. S1 is the first primary, and the " +
				"coordinator",
		},
		{
			Name: "replicas", Usage: "replicas 3 write 2 read 2", Setup: true, Run: c.runReplicas,
			Help: "sets n, w and r of a quorum: a key is on the first n servers, the others keep hints",
		},
		{
			Name: "keep", Usage: "keep order|siblings|clock", Setup: true, Run: c.runKeep,
			Help: "says what is left of two versions of which none replaces the other: the later one of one order, " +
				"both, or the one whose writer's clock showed more",
		},
		{
			Name: "fallback", Usage: "fallback 200ms\nfallback never", Setup: true, Run: c.runFallback,
			Help: "sets after how long a semi-synchronous primary goes on without a backup",
		},
		{
			Name: "tick", Usage: "tick 50ms", Setup: true, Run: c.runTick,
			Help: "sets the time after which servers ask again; all their other times are multiples of it",
		},
	}
	for _, s := range []struct {
		name, help string
		set        func(on bool)
	}{
		{"repair", "a read of a quorum writes back what it found before it answers; on by default",
			func(on bool) { c.setup.Repair = on }},
		{"hints", "a write for a silent replica is kept by another server (hinted hand-off)",
			func(on bool) { c.setup.Hints = on }},
		{"sloppy", "a hint counts as a replica (sloppy quorum); it switches hints on, too",
			func(on bool) { c.setup.Sloppy, c.setup.Hints = on, on || c.setup.Hints }},
		{"exchange", "replicas compare their keys from time to time (anti-entropy); on by default with two masters",
			func(yes bool) { c.setup.Exchange = map[bool]choice{true: on, false: off}[yes] }},
		{"forget", "a replica drops a tombstone that all replicas have",
			func(on bool) { c.setup.Forget = on }},
		{"fencing", "primaries have numbers, and one of an older number is refused; on by default",
			func(on bool) { c.setup.Fencing = on }},
		{"failover", "backups that hear no primary choose another one, if all but one of the servers answer",
			func(on bool) { c.setup.Failover = on }},
	} {
		verbs = append(verbs, story.Verb{
			Name: s.name, Usage: s.name + " on|off", Help: s.help, Setup: true,
			Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
				s.set(args.Choice("on", "off") == "on")
				return story.Wait{}, args.End()
			},
		})
	}
	return verbs
}

func (c *Cluster) runKind(_ *story.Runner, args *story.Args) (story.Wait, error) {
	var words []string
	for _, kind := range replicas.Kinds() {
		words = append(words, kind.String())
	}
	word := args.Choice(words...)
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	c.setup.Kind = replicas.Kinds()[slices.Index(words, word)]
	return story.Wait{}, nil
}

func (c *Cluster) runReplicas(_ *story.Runner, args *story.Args) (story.Wait, error) {
	number := func(what string) int { return int(min(args.Number(what), lab.MaxServers+1)) }
	c.setup.N = number("the number of replicas")
	args.Keyword("write")
	c.setup.W = number("how many replicas a write needs")
	args.Keyword("read")
	c.setup.R = number("how many replicas a read asks")
	return story.Wait{}, args.End()
}

func (c *Cluster) runKeep(_ *story.Runner, args *story.Args) (story.Wait, error) {
	ways := []replicas.Keep{replicas.ByOrder, replicas.BySiblings, replicas.ByClock}
	word := args.Choice(ways[0].String(), ways[1].String(), ways[2].String())
	for _, way := range ways {
		if way.String() == word {
			c.setup.Keep = way
		}
	}
	return story.Wait{}, args.End()
}

func (c *Cluster) runFallback(_ *story.Runner, args *story.Args) (story.Wait, error) {
	c.setup.Fallback = 0
	if args.Peek() == "never" {
		args.Keyword("never")
	} else {
		c.setup.Fallback = args.Duration()
	}
	return story.Wait{}, args.End()
}

func (c *Cluster) runTick(_ *story.Runner, args *story.Args) (story.Wait, error) {
	c.setup.Tick = args.Duration()
	return story.Wait{}, args.End()
}

// runDelete puts nothing: the store has no other word for it.
func (c *Cluster) runDelete(r *story.Runner, args *story.Args) (story.Wait, error) {
	key, via, client := args.Word("a key"), lab.ServerID(0), lab.Client(1)
	if args.Peek() == "via" {
		args.Keyword("via")
		via = args.Server()
	}
	if args.Peek() == "as" {
		args.Keyword("as")
		client = args.Client()
	}
	err := args.End()
	if err == nil && via == 0 {
		via, err = c.Preferred(r.World(), key)
	}
	if err == nil {
		_, err = c.Invoke(r.World(), client, kv.Command{Op: kv.Put, Key: key}, via)
	}
	return story.Wait{}, err
}

func (c *Cluster) runPromote(r *story.Runner, args *story.Args) (story.Wait, error) {
	id := args.Server()
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	if !c.setup.Kind.HasPrimary() {
		return story.Wait{}, args.Reject("kind %v has no primary", c.setup.Kind)
	}
	epoch := max(1, c.checks.epoch)
	if c.setup.Fencing {
		epoch++
	}
	return story.Wait{}, r.World().Control(id, fmt.Sprint(controlPromote, epoch))
}

func (c *Cluster) runRefuse(r *story.Runner, args *story.Args) (story.Wait, error) {
	id := args.Server()
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	return story.Wait{}, r.World().Control(id, controlRefuse)
}

// settleTime is how long `await` waits.
const settleTime = 5 * lab.Second

func (c *Cluster) runAwait(r *story.Runner, args *story.Args) (story.Wait, error) {
	wait := story.Wait{Until: r.World().Now().Add(settleTime)}
	switch args.Choice("answers", primaryWord) {
	case "answers":
		wait.Done = func() bool { return c.Waiting() == 0 }
		wait.Late = func() string { return "a client has no answer yet" }
	case primaryWord:
		wait.Done = func() bool { return c.Primary(r.World()) != 0 }
		wait.Late = func() string { return "no server is the primary" }
	}
	return wait, args.End()
}
