package raftcluster

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/nemesis"
)

// ReadsNemesis is Nemesis with clients that also read by index, and with a fault of its own. Its schedules are others
// than those of Nemesis with the same seeds, which stay as they are. Leases are off: most faults break what a lease
// relies on. They let servers stand that have promised to wait, or clocks drift beyond any bound.
func ReadsNemesis() nemesis.Protocol { return nemesisOf("reads") }

func joinReads(p *nemesis.Part, f *faults) {
	f.spread = f.numbered
	p.Kinds = append(p.Kinds, nemesis.Kind{
		Name: "depose", Help: "a leader is replaced, does not hear of it, and is asked", Links: true, Act: depose,
	})
	others := p.Client
	p.Client = func(s *nemesis.Scheduler) {
		others(s)
		for range s.Workload.Below(3) {
			read(s, "index")
		}
	}
}

// unleased are the faults that a lease does not survive: they let servers stand, or be elected, that have promised to
// wait.
var unleased = []string{
	"timeout", "usurp", "usurp-change", "bounce", "forget", "depose", "behind", "late-chunk", "outrun",
}

// joinLeases adds reads under a lease. In half of the schedules there are leases, which last a quarter of the least
// election timeout: a clock fault makes one clock slower by up to 59 %, and another faster by as much, so that one runs
// 3.9 times as fast as the other. In the other half such a read is a read by index.
func joinLeases(p *nemesis.Part, f *faults) {
	f.spread = f.numbered
	begin, others := p.Begin, p.Client
	p.Begin = func(s *nemesis.Scheduler) {
		begin(s)
		if f.leased = s.Faults.Permille(500); f.leased && !f.calm {
			s.Printf("stickiness on")
		}
		if f.leased {
			s.Printf("lease on 75%%")
		}
	}
	p.Client = func(s *nemesis.Scheduler) {
		others(s)
		if s.Workload.Permille(400) {
			read(s, "lease")
		}
	}
	for i, kind := range p.Kinds {
		if !slices.Contains(unleased, kind.Name) {
			continue
		}
		p.Kinds[i].Act = func(s *nemesis.Scheduler) {
			if !f.leased {
				kind.Act(s)
			}
		}
	}
}

// read writes a read at any server, half of the time at the leader.
func read(s *nemesis.Scheduler, mode string) {
	via := fmt.Sprintf("S%d", 1+s.Workload.Below(uint64(s.Servers)))
	if s.Workload.Permille(500) {
		via = leaderWord
	}
	s.Printf("try get %s %s via %s", string(rune('a'+s.Workload.Below(3))), mode, via)
}

// depose does it once or a few times.
func depose(s *nemesis.Scheduler) {
	for range 1 + s.Faults.Below(4) {
		deposeOnce(s)
	}
}

// deposeOnce replaces a leader that does not hear of it, lets its successor write, and then asks the old leader. Either
// all messages to the old leader wait, or it is on the smaller side of a cut. Those that wait are answers to its rounds
// first, and then what its successor says.
func deposeOnce(s *nemesis.Scheduler) {
	ids := make([]string, s.Servers)
	for i := range ids {
		ids[i] = lab.ServerID(i + 1).String()
	}
	for i := range ids {
		j := i + int(s.Faults.Below(uint64(s.Servers-i)))
		ids[i], ids[j] = ids[j], ids[i]
	}
	old, next := ids[0], ids[s.Servers-1]
	s.Printf("heal\nrelease all\ntry elect %s", old)
	if s.Faults.Permille(400) {
		for _, id := range ids[1:] {
			s.Printf("hold %s > %s", id, old)
		}
		s.Printf("try get a index via %s\nrun %dms", old, 2*s.Latency+s.Faults.Below(2*s.Latency))
	} else {
		side := (s.Servers - 1) / 2
		s.Printf("partition %s | %s", strings.Join(ids[:side], " "), strings.Join(ids[side:], " "))
	}
	s.Printf("try elect %s\ntry put a %d via %s\nrun %dms", next, s.Operation(), next,
		3*s.Latency+s.Faults.Below(3*s.Latency))
	s.Printf("try get a index via %s\nrun %dms", old, s.Latency+s.Faults.Below(3*s.Latency))
	s.Printf("release all\nrun %dms\nheal", s.Faults.Below(3*s.Latency))
}
