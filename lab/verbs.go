package lab

import (
	"errors"
	"fmt"
	"strings"
)

// ErrExpectation is wrapped when a scenario expects something that is not so.
var ErrExpectation = errors.New("this is not as expected")

// Verbs are the verbs of every world, whatever its protocol.
func Verbs() []Verb {
	return append(append(setupVerbs(), faultVerbs()...), dialVerbs()...)
}

func setupVerbs() []Verb {
	return []Verb{
		{Name: "servers", Usage: "servers 5", Help: "sets how many servers there are, 1 to 9", Setup: true, Run: func(r *Runner, args *Args) (Wait, error) {
			r.Options.Servers = int(min(args.Number("the number of servers"), 1000))
			if err := args.End(); err != nil {
				return Wait{}, err
			}
			return Wait{}, r.Options.validate()
		}},
		{Name: "seed", Usage: "seed 17", Help: "sets the seed of everything random", Setup: true, Run: func(r *Runner, args *Args) (Wait, error) {
			r.Options.Seed = args.Number("the seed")
			return Wait{}, args.End()
		}},
		{Name: "run", Usage: "run 200ms", Help: "lets time pass", Run: func(r *Runner, args *Args) (Wait, error) {
			d := args.Duration()
			return Wait{Until: r.world.Now().Add(d)}, args.End()
		}},
		{Name: "note", Usage: "note WORDS", Help: "writes a line into the trace, for readers", Run: func(r *Runner, args *Args) (Wait, error) {
			r.world.Line(0, "note", args.Rest()...)
			return Wait{}, args.End()
		}},
	}
}

// onServer is a verb that does one thing to one server.
func onServer(name, help string, do func(w *World, id ServerID) error) Verb {
	return Verb{Name: name, Usage: name + " S3", Help: help, Run: func(r *Runner, args *Args) (Wait, error) {
		id := args.Server()
		if err := args.End(); err != nil {
			return Wait{}, err
		}
		return Wait{}, do(r.world, id)
	}}
}

func faultVerbs() []Verb {
	return []Verb{
		onServer("crash", "takes a server's power away; un-synced writes are lost", (*World).Crash),
		onServer("restart", "boots a crashed server from its disk", (*World).Restart),
		onServer("pause", "stops a server, memory kept", (*World).Pause),
		onServer("resume", "lets a paused server go on", (*World).Resume),
		onServer("isolate", "cuts all links of a server, both ways", (*World).Isolate),
		onServer("rejoin", "opens all links of a server again", (*World).Rejoin),
		{Name: "cut", Usage: "cut S1 > S2", Help: "cuts one link, one way", Run: func(r *Runner, args *Args) (Wait, error) {
			from := args.Server()
			args.Keyword(">")
			to := args.Server()
			if err := args.End(); err != nil {
				return Wait{}, err
			}
			return Wait{}, r.world.Cut(from, to)
		}},
		{Name: "partition", Usage: "partition S1 S2 | S3 S4 S5", Help: "cuts all links between the groups; servers not named form one more", Run: runPartition},
		{Name: "heal", Usage: "heal", Help: "opens all links", Run: func(r *Runner, args *Args) (Wait, error) {
			if err := args.End(); err != nil {
				return Wait{}, err
			}
			r.world.Heal()
			return Wait{}, nil
		}},
	}
}

func runPartition(r *Runner, args *Args) (Wait, error) {
	groups := [][]ServerID{nil}
	for args.More() {
		if args.Peek() == "|" {
			args.Keyword("|")
			groups = append(groups, nil)
			continue
		}
		last := len(groups) - 1
		groups[last] = append(groups[last], args.Server())
	}
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	if len(groups) == 1 && groups[0] == nil {
		return Wait{}, fmt.Errorf("%w: name the servers of each side, as in partition S1 S2 | S3 S4 S5", ErrUsage)
	}
	return Wait{}, r.world.Partition(groups)
}

// dial is a verb that turns one dial, before the world begins or while it runs.
func dial(name, usage, help string, turn func(d *Dials, args *Args)) Verb {
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
		dial("latency", "latency 10ms", "sets how long each message takes at least", func(d *Dials, a *Args) { d.LatencyMicros = a.Duration() }),
		dial("jitter", "jitter 5ms", "sets how much longer a message may take", func(d *Dials, a *Args) { d.JitterMicros = a.Duration() }),
		dial("loss", "loss 5%", "sets how many messages are lost", func(d *Dials, a *Args) { d.LossPermille = a.Permille() }),
		dial("duplicate", "duplicate 1%", "sets how many messages arrive twice", func(d *Dials, a *Args) { d.DuplicatePermille = a.Permille() }),
		dial("disk", "disk 1ms", "sets how long a save takes", func(d *Dials, a *Args) { d.DiskLatencyMicros = a.Duration() }),
	}
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
