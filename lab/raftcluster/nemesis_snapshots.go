package raftcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/nemesis"
)

// SnapshotNemesis is Nemesis for clusters that take snapshots, often and in small chunks, in half of the schedules with
// sessions; and with faults of their own. Its schedules are others than those of Nemesis with the same seeds, which
// stay as they are.
func SnapshotNemesis() nemesis.Protocol {
	return nemesis.Protocol{Part: func() nemesis.Part {
		p := part(&faults{})
		begin, plain := p.Begin, p.Client
		asked, sessions := 0, false
		p.Begin = func(s *nemesis.Scheduler) {
			begin(s)
			s.Printf("snapshots chunk %d", []int{4, 8, 8, 64}[s.Faults.Below(4)])
			if every := s.Faults.Below(8); every > 0 {
				s.Printf("snapshots every %d", every)
			}
			if sessions = s.Faults.Permille(500); sessions {
				s.Printf("sessions on")
			}
		}
		p.Client = func(s *nemesis.Scheduler) {
			if sessions {
				asked = sessionClient(s, asked)
				return
			}
			plain(s)
		}
		p.Kinds = append(p.Kinds,
			nemesis.Kind{Name: "snapshot", Help: "servers take a snapshot", Act: snapshots},
			nemesis.Kind{Name: "behind", Help: "a server misses what the others cut from their logs", Links: true,
				Act: behind},
			nemesis.Kind{Name: "late-chunk", Help: "chunks and entries of a leader come late and out of order",
				Links: true, Act: lateChunk},
			nemesis.Kind{
				Name: "half-saved", Help: "a server loses its power in the save of a snapshot", Act: halfSaved,
			},
		)
		return p
	}}
}

// snapshots lets one server or a few take a snapshot.
func snapshots(s *nemesis.Scheduler) {
	for range 1 + s.Faults.Below(uint64(s.Servers)) {
		s.Printf("try snapshot %s", s.Victim())
	}
}

// behind lets the others write and cut their logs while one server is away, or down, or a leader that nobody hears.
func behind(s *nemesis.Scheduler) {
	away := s.Victim()
	switch s.Faults.Below(3) {
	case 0:
		s.Printf("try crash %s", away)
	default:
		s.Printf("try isolate %s", away)
	}
	if away == leaderWord || s.Faults.Permille(400) {
		s.Printf("run %dms\ntry elect %s", s.Faults.Below(3*s.Latency), s.Server())
	}
	for range 1 + s.Faults.Below(5) {
		s.Printf("try put a %d via leader", s.Operation())
	}
	s.Printf("run %dms", 2*s.Latency+s.Faults.Below(8*s.Latency))
	everySnapshot(s)
	s.Printf("heal")
	for id := lab.ServerID(1); int(id) <= s.Servers; id++ {
		s.Printf("try restart %v", id)
	}
	s.Printf("run %dms", s.Faults.Below(8*s.Latency))
}

func everySnapshot(s *nemesis.Scheduler) {
	for id := lab.ServerID(1); int(id) <= s.Servers; id++ {
		if s.Faults.Permille(700) {
			s.Printf("try snapshot %v", id)
		}
	}
	s.Printf("run %dms", s.Faults.Below(4))
}

// lateChunk holds what a leader sends to one server until the leader has moved on, or has been replaced.
func lateChunk(s *nemesis.Scheduler) {
	ids := make([]string, s.Servers)
	for i := range ids {
		ids[i] = lab.ServerID(i + 1).String()
	}
	for i := range ids {
		j := i + int(s.Faults.Below(uint64(s.Servers-i)))
		ids[i], ids[j] = ids[j], ids[i]
	}
	old, target := ids[0], ids[1]
	s.Printf("heal\nrelease all\ntry elect %s\ntry isolate %s", old, target)
	for range 1 + s.Faults.Below(3) {
		s.Printf("try put a %d via %s", s.Operation(), old)
	}
	s.Printf("run %dms\ntry snapshot %s\nrun %dms\ntry rejoin %s", 4*s.Latency, old, s.Faults.Below(4), target)
	// What is on its way stays there: chunks, or what comes after them.
	s.Printf("run %dms\nhold %s > %s", s.Faults.Below(8*s.Latency), old, target)
	s.Printf("try put b %d via %s\nrun %dms", s.Operation(), old, 2*s.Latency+s.Faults.Below(8*s.Latency))
	if s.Faults.Permille(500) {
		s.Printf("partition %s | %s", old, strings.Join(ids[1:], " "))
		s.Printf("try elect %s\ntry put c %d via %s", ids[s.Servers-1], s.Operation(), ids[s.Servers-1])
		s.Printf("run %dms", 4*s.Latency)
		everySnapshot(s)
	}
	s.Printf("release all\nrun %dms\nheal", s.Faults.Below(4*s.Latency))
}

// halfSaved takes the power of a server at a step of its next snapshot, and lets it start again.
func halfSaved(s *nemesis.Scheduler) {
	server, step := s.Server(), lab.DiskStep(1+s.Faults.Below(2))
	s.Printf("try power %s fails %v\ntry snapshot %s\nrun %dms", server, step, server, s.Faults.Below(8))
	if s.Faults.Permille(500) {
		s.Printf("try crash %s", server)
	}
	s.Printf("try restart %s", server)
}
