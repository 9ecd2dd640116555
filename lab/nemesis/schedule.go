package nemesis

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
)

// Options choose a schedule.
type Options struct {
	Seed uint64
	// Servers is the number of servers; 0 lets the seed draw 3 to 5.
	Servers int
	// Kinds are the names of the allowed faults; nil allows all of them, and an empty list none.
	Kinds []string
}

// Protocol is a protocol that can have random faults.
type Protocol struct {
	// ID is the protocol's name for the scenario verb `protocol`; "" for the default protocol.
	ID string
	// Part makes the protocol's own part of one schedule.
	Part func() Part
	// Chapters are what can be switched on beyond that, and Join makes the part of a schedule with some of them.
	Chapters []Chapter
	Join     func(on []Chapter) func() Part
}

// Part is a protocol's additions to one schedule. Its functions may keep their draws until the schedule is
// written. The order of the draws is part of the meaning of a seed.
type Part struct {
	// Kinds are the protocol's own faults.
	Kinds []Kind
	// Victim is a word for the server that faults should hit often; "" for none.
	Victim string
	// Begin writes the protocol's setup lines, and Draw draws the state of its faults and clients. Both may be
	// nil.
	Begin, Draw func(s *Scheduler)
	// Client writes one operation of a client; nil for a protocol without clients.
	Client func(s *Scheduler)
	// Refuses reports whether this schedule has no faults of a kind, since the protocol does not claim to survive them
	// with its present settings. It is asked after Begin, and may be nil.
	Refuses func(kind string) bool
	// End is the lines that judge the world after all faults have ended. Finish, if set, gives them in its place, when
	// the schedule is drawn.
	End    []string
	Finish func(s *Scheduler) []string
	// Live converts a line of a fault into the lines to be typed while a person plays. Nil changes no line.
	Live func(line string) []string
}

// steps is the number of steps before the cluster is healed.
const steps = 40

// Schedule is the text of a seed's scenario.
func (p Protocol) Schedule(options Options) string {
	s := p.scheduler(options.Seed, options.Servers)
	drawn := 3 + int(s.Faults.Below(3))
	if s.Servers == 0 {
		s.Servers = drawn
	}
	s.Printf("# Seed %d: A random schedule", options.Seed)
	if p.ID != "" {
		s.Printf("protocol %s", p.ID)
	}
	s.Printf("servers %d\nseed %d", s.Servers, options.Seed)
	s.draw(options.Kinds)
	judges := s.part.End
	if s.part.Finish != nil {
		judges = s.part.Finish(s)
	}
	end := append([]string{"recover", "run 1s"}, judges...)
	text := s.text.String()
	lines := strings.Count(text, "\n") + len(end)
	for range steps {
		s.step()
		next := s.text.String()
		// A schedule of many long faults ends early: a scenario has no more commands than that.
		if lines += strings.Count(next[len(text):], "\n"); lines > story.MaxCommands {
			break
		}
		text = next
	}
	return text + strings.Join(end, "\n") + "\n"
}

// Scheduler writes one schedule.
type Scheduler struct {
	// Faults and Workload are the streams of random numbers: Faults decides the faults, Workload the clients'
	// operations.
	Faults, Workload lab.Stream
	// Servers is the number of servers.
	Servers int
	// Latency is the longest time that a message takes, in milliseconds.
	Latency uint64

	part Part
	text strings.Builder
	// acts are the faults of this seed, and repair.
	acts []func(*Scheduler)
	// tempo bounds the time between two steps, in milliseconds; busy of 1000 steps have an operation.
	tempo      uint64
	busy       int
	operations int
}

func (p Protocol) scheduler(seed uint64, servers int) *Scheduler {
	return &Scheduler{
		Faults:   lab.FaultStream(seed),
		Workload: lab.WorkloadStream(seed),
		Servers:  servers,
		part:     p.Part(),
	}
}

// Printf writes one or more lines.
func (s *Scheduler) Printf(format string, values ...any) {
	fmt.Fprintf(&s.text, format+"\n", values...)
}

// Operation counts the written operations: each call returns the next number, from 1.
func (s *Scheduler) Operation() int {
	s.operations++
	return s.operations
}

// draw draws the character of this seed: its faults, its tempo, the latency of network and disk. One seed in ten
// has no fault.
func (s *Scheduler) draw(allowed []string) {
	call(s.part.Begin, s)
	latency, jitter := 1+s.Faults.Below(15), s.Faults.Below(30)
	s.Latency = latency + jitter
	s.Printf("latency %dms\njitter %dms\ndisk %dms", latency, jitter, s.Faults.Below(8))
	s.tempo = []uint64{20, 60, 180}[s.Faults.Below(3)]
	call(s.part.Draw, s)
	s.busy = int(200 + s.Workload.Below(700))
	calm := s.Faults.Permille(100)
	share := 200 + int(s.Faults.Below(500))
	for _, k := range slices.Concat(kinds, s.part.Kinds) {
		// Each kind makes the same draws, whether allowed or not: leaving out a kind leaves the other draws
		// unchanged.
		on := s.Faults.Permille(share)
		if !on || calm || allowed != nil && !slices.Contains(allowed, k.Name) || s.refuses(k) {
			continue
		}
		s.take(k)
	}
	for _, k := range outside {
		if slices.Contains(allowed, k.Name) && !calm {
			s.take(k)
		}
	}
	if len(s.acts) > 0 {
		s.acts = append(s.acts, (*Scheduler).repair)
	}
}

// call calls a function of a Part, unless it is nil.
func call(f func(*Scheduler), s *Scheduler) {
	if f != nil {
		f(s)
	}
}

// refuses reports whether the protocol leaves a kind out of this schedule.
func (s *Scheduler) refuses(k Kind) bool { return s.part.Refuses != nil && s.part.Refuses(k.Name) }

// take adds a kind to this seed.
func (s *Scheduler) take(k Kind) {
	call(k.Setup, s)
	if k.Act != nil {
		s.acts = append(s.acts, k.Act)
	}
}

func (s *Scheduler) step() {
	s.Printf("run %dms", 1+s.Faults.Below(s.tempo))
	if s.Workload.Permille(s.busy) {
		call(s.part.Client, s)
	}
	if len(s.acts) > 0 && s.Faults.Permille(700) {
		s.acts[s.Faults.Below(uint64(len(s.acts)))](s)
	}
}

// repair ends some faults: with too many at once, the cluster would do nothing any more.
func (s *Scheduler) repair() {
	switch s.Faults.Below(3) {
	case 0:
		s.Printf("heal")
	case 1:
		s.Printf("release all\nheal")
	default:
		for id := lab.ServerID(1); int(id) <= s.Servers; id++ {
			s.Printf("try restart %v\ntry resume %v", id, id)
		}
	}
}
