package nemesis

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
)

// Options say which schedule is wanted.
type Options struct {
	Seed uint64
	// Servers is how many there are; 0 lets the seed draw 3 to 5.
	Servers int
	// Kinds are the names of the faults that may happen; nil allows all of them, and an empty list none.
	Kinds []string
}

// Protocol is a protocol whose worlds get random faults.
type Protocol struct {
	// ID is the word that the scenario verb `protocol` takes; "" for the one that a scenario without that
	// verb has.
	ID string
	// Part makes the protocol's own part of one schedule.
	Part func() Part
}

// Part is what a protocol adds to one schedule. Its functions may keep what they drew until the schedule is
// written. The order in which they draw is part of what a seed means.
type Part struct {
	// Kinds are the protocol's own faults.
	Kinds []Kind
	// Victim is a word for the server that faults should hit often, such as leader; "" for none.
	Victim string
	// Begin writes the protocol's setup lines, and Draw draws what its faults and clients keep. Both may be nil.
	Begin, Draw func(s *Scheduler)
	// Client writes one operation of a client; nil for a protocol without clients.
	Client func(s *Scheduler)
	// End is the lines that judge the world at the end, when all faults have ended.
	End []string
	// Live turns a line of a fault into the lines that are typed in a world that somebody plays in. Nil leaves
	// every line as it is.
	Live func(line string) []string
}

// steps is how many things happen to a cluster before it is healed.
const steps = 40

// Schedule is the scenario of a seed, as text.
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
	for range steps {
		s.step()
	}
	s.Printf("%s", strings.Join(append([]string{"recover", "run 1s"}, s.part.End...), "\n"))
	return s.text.String()
}

// Scheduler writes one schedule.
type Scheduler struct {
	// Faults and Workload are where random numbers come from: the first decides what goes wrong, the
	// second what clients do.
	Faults, Workload lab.Stream
	// Servers is how many servers there are.
	Servers int
	// Latency is the most that a message takes, in milliseconds.
	Latency uint64

	part Part
	text strings.Builder
	// acts are the faults of this seed, with repair among them.
	acts []func(*Scheduler)
	// tempo bounds the time between two steps, in milliseconds; busy of 1000 steps have an operation.
	tempo      uint64
	busy       int
	operations int
}

func (p Protocol) scheduler(seed uint64, servers int) *Scheduler {
	return &Scheduler{Faults: lab.FaultStream(seed), Workload: lab.WorkloadStream(seed), Servers: servers, part: p.Part()}
}

// Printf writes a line, or a few.
func (s *Scheduler) Printf(format string, values ...any) {
	fmt.Fprintf(&s.text, format+"\n", values...)
}

// Operation counts the operations that were written: each call gives the next number, from 1.
func (s *Scheduler) Operation() int {
	s.operations++
	return s.operations
}

// draw decides what this seed is like: which faults it has, how fast things follow each other, how
// slow network and disk are. One seed in ten has no fault at all.
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
		// Each kind draws the same, whether or not it is allowed: leaving one out leaves the others.
		if on := s.Faults.Permille(share); !on || calm || allowed != nil && !slices.Contains(allowed, k.Name) {
			continue
		}
		s.take(k)
	}
	if len(s.acts) > 0 {
		s.acts = append(s.acts, (*Scheduler).repair)
	}
}

// call calls a function of a Part, if there is one.
func call(f func(*Scheduler), s *Scheduler) {
	if f != nil {
		f(s)
	}
}

// take makes a kind one of this seed's.
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

// repair ends some of the faults: with too many at once, nothing would happen any more.
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
