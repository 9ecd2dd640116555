package nemesis

import (
	"fmt"
	"strings"

	"raftlab/lab"
)

// Options say which schedule is wanted.
type Options struct {
	Seed uint64
	// Servers is how many there are; 0 lets the seed draw 3 to 5.
	Servers int
	// Kinds are the names of the faults that may happen; nil is all of them, and an empty list none.
	Kinds []string
}

// steps is how many things happen to a cluster before it is healed.
const steps = 40

// Schedule is the scenario of a seed.
func Schedule(options Options) string {
	s := &scheduler{faults: lab.FaultStream(options.Seed), workload: lab.WorkloadStream(options.Seed), servers: options.Servers}
	drawn := 3 + int(s.faults.Below(3))
	if s.servers == 0 {
		s.servers = drawn
	}
	s.printf("# Seed %d: A random schedule", options.Seed)
	s.printf("servers %d\nseed %d", s.servers, options.Seed)
	s.draw(options.Kinds)
	for range steps {
		s.step()
	}
	s.printf("recover\nrun 1s\nexpect progress\nawait answers\nexpect linearizable")
	return s.text.String()
}

// scheduler writes one schedule.
type scheduler struct {
	text             strings.Builder
	faults, workload lab.Stream
	servers          int
	// acts are what this seed does, with mending among them.
	acts []func(*scheduler)
	// tempo bounds the time between two steps, in milliseconds; toLeader of 1000 requests go to the
	// leader at once, and busy of 1000 steps have one.
	tempo          uint64
	toLeader, busy int
	operations     int
	// latency is the most that a message takes, in milliseconds; usurper is the last one.
	latency uint64
	usurper string
	rivals  [2]string
}

func (s *scheduler) printf(format string, values ...any) {
	fmt.Fprintf(&s.text, format+"\n", values...)
}

// draw decides what this seed is like: which faults it has, how fast things follow each other, how
// slow network and disk are. One seed in ten has no fault at all.
func (s *scheduler) draw(allowed []string) {
	if s.faults.Permille(500) {
		s.printf("batch %d", []int{1, 1, 1, 2, 4}[s.faults.Below(5)])
	}
	latency, jitter := 1+s.faults.Below(15), s.faults.Below(30)
	s.latency = latency + jitter
	s.printf("latency %dms\njitter %dms\ndisk %dms", latency, jitter, s.faults.Below(8))
	s.tempo = []uint64{20, 60, 180}[s.faults.Below(3)]
	s.toLeader, s.busy = int(s.workload.Below(1001)), int(200+s.workload.Below(700))
	s.rivals = [2]string{s.server(), s.server()}
	calm := s.faults.Permille(100)
	share := 200 + int(s.faults.Below(500))
	for _, k := range kinds {
		// Each kind draws the same, whether or not it is allowed: leaving one out leaves the others.
		if on := s.faults.Permille(share); !on || calm || !wanted(allowed, k.name) {
			continue
		}
		if k.setup != nil {
			k.setup(s)
		}
		if k.act != nil {
			s.acts = append(s.acts, k.act)
		}
	}
	if len(s.acts) > 0 {
		s.acts = append(s.acts, (*scheduler).mend)
	}
}

func wanted(allowed []string, name string) bool {
	if allowed == nil {
		return true
	}
	for _, a := range allowed {
		if a == name {
			return true
		}
	}
	return false
}

func (s *scheduler) step() {
	s.printf("run %dms", 1+s.faults.Below(s.tempo))
	if s.workload.Permille(s.busy) {
		s.client()
	}
	if len(s.acts) > 0 && s.faults.Permille(700) {
		s.acts[s.faults.Below(uint64(len(s.acts)))](s)
	}
}

// mend ends some of what there is: too much trouble at once keeps anything from happening.
func (s *scheduler) mend() {
	switch s.faults.Below(3) {
	case 0:
		s.printf("heal")
	case 1:
		s.printf("release all\nheal")
	default:
		for id := lab.ServerID(1); int(id) <= s.servers; id++ {
			s.printf("try restart %v\ntry resume %v", id, id)
		}
	}
}

// client is one operation. Values are all different, so that a read tells which write it saw.
func (s *scheduler) client() {
	key := string(rune('a' + s.workload.Below(3)))
	via := fmt.Sprintf("S%d", 1+s.workload.Below(uint64(s.servers)))
	if s.workload.Permille(s.toLeader) {
		via = "leader"
	}
	s.operations++
	switch s.workload.Below(5) {
	case 0, 1:
		s.printf("try get %s via %s", key, via)
	case 2:
		s.printf("try increment n via %s", via)
	default:
		s.printf("try put %s %d via %s", key, s.operations, via)
	}
}
