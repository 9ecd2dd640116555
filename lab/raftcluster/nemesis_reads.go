package raftcluster

import (
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/nemesis"
)

// ReadsNemesis is Nemesis with clients that also read by index, and with a fault of its own. Its schedules are others
// than those of Nemesis with the same seeds, which stay as they are. Leases are off: most faults break what a lease
// relies on. They let servers stand that have promised to wait, or clocks drift beyond any bound.
func ReadsNemesis() nemesis.Protocol {
	p := Nemesis()
	plain := p.Part
	p.Part = func() nemesis.Part {
		part := plain()
		part.Kinds = append(part.Kinds, nemesis.Kind{
			Name: "depose", Help: "a leader is replaced, does not hear of it, and is asked", Links: true, Act: depose,
		})
		others := part.Client
		part.Client = func(s *nemesis.Scheduler) {
			others(s)
			for range s.Workload.Below(3) {
				readByIndex(s)
			}
		}
		return part
	}
	return p
}

// readByIndex writes a read at any server, half of the time at the leader.
func readByIndex(s *nemesis.Scheduler) {
	via := fmt.Sprintf("S%d", 1+s.Workload.Below(uint64(s.Servers)))
	if s.Workload.Permille(500) {
		via = leaderWord
	}
	s.Printf("try get %s index via %s", string(rune('a'+s.Workload.Below(3))), via)
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
