package story

import (
	"errors"
	"slices"
	"strings"

	"raftlab/lab"
)

// ErrExpectation is wrapped by the error of an expectation that is not met.
var ErrExpectation = errors.New("this is not as expected")

// Verbs are the verbs of every world, whatever its protocol.
func Verbs() []Verb {
	return slices.Concat(
		Topic(SetupTopic, setupVerbs()), Topic("The story", storyVerbs()), Topic("Servers", serverVerbs()),
		Topic("Links", linkVerbs()), Topic("Single messages", messageVerbs()), Topic("Dials", dialVerbs()),
	)
}

// SetupTopic is the heading of the verbs that stand before all others.
const SetupTopic = "Setup, before anything happens"

// Topic gives verbs their heading.
func Topic(topic string, verbs []Verb) []Verb {
	for i := range verbs {
		verbs[i].Topic = topic
	}
	return verbs
}

func setupVerbs() []Verb {
	return append([]Verb{
		{
			Name: ProtocolVerb, Usage: "protocol NAME", Setup: true, Run: runProtocol,
			Help: "sets the protocol of the servers",
		},
		{
			Name: "servers", Usage: "servers 5", Setup: true, Run: runServers,
			Help: "sets the number of servers, 1 to 9",
		},
		{
			Name: "seed", Usage: "seed 17", Setup: true, Run: runSeed,
			Help: "sets the seed of everything random",
		},
		{
			Name: "manual", Usage: "manual", Setup: true, Run: runManual,
			Help: "lets nothing happen by itself: a command delivers each message and fires each timer",
		},
		breaks(),
	}, puzzleVerbs()...)
}

func runServers(r *Runner, args *Args) (Wait, error) {
	r.Options.Servers = int(min(args.Number("the number of servers"), 1000))
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	return Wait{}, r.Options.Validate()
}

func runSeed(r *Runner, args *Args) (Wait, error) {
	r.Options.Seed = args.Number("the seed")
	return Wait{}, args.End()
}

func runManual(r *Runner, args *Args) (Wait, error) {
	r.Options.Manual, r.Options.Dials = true, lab.Dials{}
	// A client's answer may need many commands.
	r.Options.PatienceMicros = maxDuration
	return Wait{}, args.End()
}

// ProtocolVerb is the verb that names a scenario's protocol. Package protocols reads it before, to make the player;
// the runner only checks that the player speaks that protocol.
const ProtocolVerb = "protocol"

func runProtocol(r *Runner, args *Args) (Wait, error) {
	name := args.Word("the name of a protocol")
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	if name != r.player.ID() {
		return Wait{}, args.Reject("the scenario needs protocol %q, but the servers speak %s", name, r.player.ID())
	}
	return Wait{}, nil
}

// The verbs that the runner treats specially.
const (
	tryVerb   = "try"
	leaveVerb = LeaveLine
)

func storyVerbs() []Verb {
	return []Verb{
		{
			Name: "run", Usage: "run 200ms", Looks: true, Run: runFor,
			Help: "lets time pass",
		},
		{
			Name: "note", Usage: "note WORDS", Looks: true, Run: runNote,
			Help: "writes a line into the trace, for readers",
		},
		{
			Name: repeatVerb, Usage: "repeat 3 [every 100ms] put x 1", Run: runRepeat,
			Help: "carries out a command several times; with every, time passes after each",
		},
		{
			Name: tryVerb, Usage: "try crash S1", Run: runTry,
			Help: "carries out a command if that is possible now, waits half a second at most, and ignores a failure",
		},
		{
			Name: leaveVerb, Usage: "leave", Run: runLeave,
			Help: "drops the rest of the scenario; you decide what happens next",
		},
		{
			Name: SearchVerb, Usage: SearchVerb, Looks: true, Run: runSearch,
			Help: "in a manual world, is where raftlab explore --from begins to search; a run goes on",
		},
		{
			Name: "recover", Usage: "recover", Run: runRecover,
			Help: "ends every fault: links, dials, disks and clocks are as at the start, and all servers run",
		},
	}
}

func runFor(r *Runner, args *Args) (Wait, error) {
	d := args.Duration()
	return Wait{Until: r.world.Now().Add(d)}, args.End()
}

// SearchVerb is where a search of a manual scenario begins.
const SearchVerb = "search"

func runSearch(_ *Runner, args *Args) (Wait, error) { return Wait{}, args.End() }

func runNote(r *Runner, args *Args) (Wait, error) {
	words := args.Rest()
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	r.world.Line(0, "note", words...)
	return Wait{}, nil
}

// runRepeat is never called: a scenario has the commands that repeat stands for in its place.
func runRepeat(_ *Runner, args *Args) (Wait, error) {
	return Wait{}, args.Reject("repeat stands at the beginning of a line")
}

func runLeave(r *Runner, args *Args) (Wait, error) {
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	r.leave()
	return Wait{}, nil
}

func runRecover(r *Runner, args *Args) (Wait, error) {
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	return Wait{}, r.world.Recover()
}

// runTry ignores an action that is impossible now. It reports mistakes in the command and unmet expectations.
func runTry(r *Runner, args *Args) (Wait, error) {
	name := args.Word("a command")
	if args.err != nil {
		return Wait{}, args.End()
	}
	verb := r.verbs[name]
	if verb.Setup || name == tryVerb || name == leaveVerb || name == repeatVerb {
		return Wait{}, args.Reject("%q cannot be tried", name)
	}
	wait, err := verb.Run(r, args)
	if lab.IsNotNow(err) && !errors.Is(err, ErrUsage) {
		return Wait{}, nil
	}
	if err != nil {
		return wait, err
	}
	if wait.Done != nil && wait.Broken == nil {
		// A tried command waits only shortly, and may end without its result.
		wait.Until, wait.Late = min(wait.Until, r.world.Now().Add(tryPatience)), nil
	}
	return wait, nil
}

// tryPatience is how long a tried command may wait.
const tryPatience = 500 * lab.Millisecond

// onServer is a verb that does one thing to one server.
func onServer(name, help string, do func(w *lab.World, id lab.ServerID) error) Verb {
	return Verb{Name: name, Usage: name + " S3", Help: help, Run: func(r *Runner, args *Args) (Wait, error) {
		id := args.Server()
		if err := args.End(); err != nil {
			return Wait{}, err
		}
		return Wait{}, do(r.world, id)
	}}
}

func serverVerbs() []Verb {
	return append([]Verb{
		onServer("crash", "takes a server's power away; its unsynced writes are lost", (*lab.World).Crash),
		onServer("restart", "boots a crashed server from its disk", (*lab.World).Restart),
		onServer("pause", "stops a server, which keeps its memory", (*lab.World).Pause),
		onServer("resume", "lets a paused server continue", (*lab.World).Resume),
		onServer("wake", "in a manual world, fires a server's timer", (*lab.World).Fire),
		{
			Name: "slow-disk", Usage: "slow-disk S2 50ms", Run: runSlowDisk,
			Help: "sets how long a save takes on one server; 0ms ends that",
		},
		{
			Name: "clock", Usage: "clock S2 fast 20%\nclock S2 slow 20%\nclock S2 true\nclock S2 jumps 5s [back]",
			Run: runClock, Help: "lets a server's own clock run fast or slow, or true again, or moves it at once",
		},
		{
			Name: "fsync", Usage: "fsync S2 forgets\nfsync S2 fails\nfsync S2 hangs\nfsync S2 works", Run: runSync,
			Help: "lets a server's disk forget in a crash what it said was saved, save nothing, or never end a save " +
				"while the server goes on; " + outside,
		},
	}, diskVerbs()...)
}

func runSlowDisk(r *Runner, args *Args) (Wait, error) {
	id, latency := args.Server(), args.Duration()
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	return Wait{}, r.world.SlowDisk(id, latency)
}

func runClock(r *Runner, args *Args) (Wait, error) {
	id, skew := args.Server(), 0
	switch args.Choice("fast", "slow", "true", "jumps") {
	case "jumps":
		return Wait{}, jump(r, args, id)
	case "fast":
		skew = args.Permille()
	case "slow":
		skew = -args.Permille()
	}
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	return Wait{}, r.world.Skew(id, skew)
}

func jump(r *Runner, args *Args, id lab.ServerID) error {
	by := args.Duration()
	if args.More() {
		args.Keyword("back")
		by = -by
	}
	if err := args.End(); err != nil {
		return err
	}
	return r.world.Jump(id, by)
}

// outside ends the help of a fault that no protocol here claims to survive.
const outside = "outside of what the protocol tolerates"

func runSync(r *Runner, args *Args) (Wait, error) {
	id := args.Server()
	how := slices.Index(lab.SyncNames[:], args.Choice(lab.SyncNames[:]...))
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	return Wait{}, r.world.SetSync(id, lab.Sync(how))
}

func runLatency(r *Runner, args *Args) (Wait, error) {
	if !strings.HasSuffix(args.Peek(), "s") {
		from, to := args.link()
		latency := args.Duration()
		if err := args.End(); err != nil {
			return Wait{}, err
		}
		return Wait{}, r.world.Distance(from, to, latency)
	}
	dials := r.world.Dials()
	dials.LatencyMicros = args.Duration()
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	return Wait{}, r.world.SetDials(dials)
}

// dial is a verb that changes one dial.
func dial(name, usage, help string, turn func(d *lab.Dials, args *Args)) Verb {
	return Verb{Name: name, Usage: usage, Help: help, Run: func(r *Runner, args *Args) (Wait, error) {
		dials := r.world.Dials()
		turn(&dials, args)
		if err := args.End(); err != nil {
			return Wait{}, err
		}
		return Wait{}, r.world.SetDials(dials)
	}}
}

func dialVerbs() []Verb {
	return []Verb{
		{
			Name: "latency", Usage: "latency [S1 > S2] 10ms", Run: runLatency,
			Help: "sets how long each message takes at least, everywhere or on one link; there 0ms ends that",
		},
		dial("jitter", "jitter 5ms", "sets how much longer a message may take",
			func(d *lab.Dials, a *Args) { d.JitterMicros = a.Duration() }),
		dial("loss", "loss 5%", "sets how many messages are lost",
			func(d *lab.Dials, a *Args) { d.LossPermille = a.Permille() }),
		dial("duplicate", "duplicate 1%", "sets how many messages arrive twice",
			func(d *lab.Dials, a *Args) { d.DuplicatePermille = a.Permille() }),
		dial(
			"reorder",
			"reorder 10% 200ms",
			"sets how many messages are overtaken, and how much longer they take at most",
			func(d *lab.Dials, a *Args) { d.ReorderPermille, d.ReorderMicros = a.Permille(), a.Duration() },
		),
		dial("disk", "disk 1ms", "sets how long a save takes",
			func(d *lab.Dials, a *Args) { d.DiskLatencyMicros = a.Duration() }),
		dial("torn", "torn 50%", "sets how many crashes in the middle of a save leave a part of it on the disk",
			func(d *lab.Dials, a *Args) { d.TornPermille = a.Permille() }),
	}
}
