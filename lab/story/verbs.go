package story

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
)

// ErrExpectation is wrapped when a scenario expects something that is not so.
var ErrExpectation = errors.New("this is not as expected")

// Verbs are the verbs of every world, whatever its protocol.
func Verbs() []Verb {
	return slices.Concat(
		Topic(SetupTopic, setupVerbs()), Topic("The story", storyVerbs()), Topic("Servers", serverVerbs()),
		Topic("Links", linkVerbs()), Topic("Single messages", handVerbs()), Topic("Dials", dialVerbs()),
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
	return []Verb{
		{Name: ProtocolVerb, Usage: "protocol NAME", Help: "says which protocol the servers speak", Setup: true, Run: runProtocol},
		{Name: "servers", Usage: "servers 5", Help: "sets how many servers there are, 1 to 9", Setup: true, Run: func(r *Runner, args *Args) (Wait, error) {
			r.Options.Servers = int(min(args.Number("the number of servers"), 1000))
			if err := args.End(); err != nil {
				return Wait{}, err
			}
			return Wait{}, r.Options.Validate()
		}},
		{Name: "seed", Usage: "seed 17", Help: "sets the seed of everything random", Setup: true, Run: func(r *Runner, args *Args) (Wait, error) {
			r.Options.Seed = args.Number("the seed")
			return Wait{}, args.End()
		}},
		{Name: "manual", Usage: "manual", Help: "lets nothing happen by itself: each message is delivered and each timer fired by a command", Setup: true, Run: func(r *Runner, args *Args) (Wait, error) {
			r.Options.Manual, r.Options.Dials = true, lab.Dials{}
			// A client waits for as long as the hands take.
			r.Options.PatienceMicros = maxDuration
			return Wait{}, args.End()
		}},
	}
}

// ProtocolVerb is the verb that says which protocol a scenario is for. Whoever makes the player reads it before
// (package protocols); the runner only sees to it that the player is the one that was asked for.
const ProtocolVerb = "protocol"

func runProtocol(r *Runner, args *Args) (Wait, error) {
	name := args.Word("the name of a protocol")
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	if name != r.player.ID() {
		return Wait{}, args.Reject("this scenario is for protocol %q, and these servers speak %s", name, r.player.ID())
	}
	return Wait{}, nil
}

// The verbs that the runner itself knows of.
const (
	tryVerb   = "try"
	leaveVerb = LeaveLine
)

func storyVerbs() []Verb {
	return []Verb{
		{Name: "run", Usage: "run 200ms", Help: "lets time pass", Looks: true, Run: func(r *Runner, args *Args) (Wait, error) {
			d := args.Duration()
			return Wait{Until: r.world.Now().Add(d)}, args.End()
		}},
		{Name: "note", Usage: "note WORDS", Help: "writes a line into the trace, for readers", Looks: true, Run: func(r *Runner, args *Args) (Wait, error) {
			r.world.Line(0, "note", args.Rest()...)
			return Wait{}, args.End()
		}},
		{Name: tryVerb, Usage: "try crash leader", Help: "carries out a command if it can be done now, waits for it for half a second, and minds no failure", Run: runTry},
		{Name: leaveVerb, Usage: "leave", Help: "forgets the rest of the scenario; what happens next is up to you", Run: func(r *Runner, args *Args) (Wait, error) {
			if err := args.End(); err != nil {
				return Wait{}, err
			}
			r.leave()
			return Wait{}, nil
		}},
		{Name: "recover", Usage: "recover", Help: "ends every fault: links, dials, disks and clocks are as at first, all servers are up and running", Run: func(r *Runner, args *Args) (Wait, error) {
			if err := args.End(); err != nil {
				return Wait{}, err
			}
			return Wait{}, r.world.Recover()
		}},
	}
}

// runTry swallows what cannot be done now. What is wrong at any time, and what was expected, is
// not swallowed.
func runTry(r *Runner, args *Args) (Wait, error) {
	name := args.Word("a command")
	if args.err != nil {
		return Wait{}, args.End()
	}
	verb := r.verbs[name]
	if verb.Setup || name == tryVerb || name == leaveVerb {
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
		// What does not come soon does not come.
		wait.Until, wait.Late = min(wait.Until, r.world.Now().Add(tryPatience)), nil
	}
	return wait, nil
}

// tryPatience is how long a command that is only tried is waited for.
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
	return []Verb{
		onServer("crash", "takes a server's power away; un-synced writes are lost", (*lab.World).Crash),
		onServer("restart", "boots a crashed server from its disk", (*lab.World).Restart),
		onServer("pause", "stops a server, memory kept", (*lab.World).Pause),
		onServer("resume", "lets a paused server go on", (*lab.World).Resume),
		onServer("wake", "in a manual world, lets the timer go off that a server waits for", (*lab.World).Fire),
		{Name: "slow-disk", Usage: "slow-disk S2 50ms", Help: "makes a save on one server take so long; 0ms ends that", Run: func(r *Runner, args *Args) (Wait, error) {
			id, latency := args.Server(), args.Duration()
			if err := args.End(); err != nil {
				return Wait{}, err
			}
			return Wait{}, r.world.SlowDisk(id, latency)
		}},
		{Name: "clock", Usage: "clock S2 fast 20%\nclock S2 slow 20%\nclock S2 true", Help: "lets a server's own clock run fast or slow, or true again", Run: runClock},
	}
}

func runClock(r *Runner, args *Args) (Wait, error) {
	id, skew := args.Server(), 0
	switch how := args.Word("fast, slow or true"); how {
	case "fast":
		skew = args.Permille()
	case "slow":
		skew = -args.Permille()
	case "true":
	default:
		return Wait{}, args.Reject("%q stands where fast, slow or true should", how)
	}
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	return Wait{}, r.world.Skew(id, skew)
}

// dial is a verb that turns one dial.
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
		dial("latency", "latency 10ms", "sets how long each message takes at least", func(d *lab.Dials, a *Args) { d.LatencyMicros = a.Duration() }),
		dial("jitter", "jitter 5ms", "sets how much longer a message may take", func(d *lab.Dials, a *Args) { d.JitterMicros = a.Duration() }),
		dial("loss", "loss 5%", "sets how many messages are lost", func(d *lab.Dials, a *Args) { d.LossPermille = a.Permille() }),
		dial("duplicate", "duplicate 1%", "sets how many messages arrive twice", func(d *lab.Dials, a *Args) { d.DuplicatePermille = a.Permille() }),
		dial("reorder", "reorder 10% 200ms", "sets how many messages are overtaken, and how much longer they take at most", func(d *lab.Dials, a *Args) {
			d.ReorderPermille, d.ReorderMicros = a.Permille(), a.Duration()
		}),
		dial("disk", "disk 1ms", "sets how long a save takes", func(d *lab.Dials, a *Args) { d.DiskLatencyMicros = a.Duration() }),
		dial("torn", "torn 50%", "sets how many crashes in the middle of a save leave a part of it on the disk", func(d *lab.Dials, a *Args) { d.TornPermille = a.Permille() }),
	}
}

// Unmet is the error of an expectation that is not met: what is so instead.
func Unmet(format string, values ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrExpectation}, values...)...)
}

// ExpectSaw is the expectation that a line of the trace has all the words.
func ExpectSaw(r *Runner, words []string) error {
	if len(words) == 0 {
		return fmt.Errorf("%w: name the words of the line", ErrUsage)
	}
	if !r.Saw(words) {
		return fmt.Errorf("%w: no line of the trace so far has all of: %s", ErrExpectation, strings.Join(words, " "))
	}
	return nil
}
