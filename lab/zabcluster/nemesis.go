package zabcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/lab/zab"
)

// Nemesis writes the random schedules of ZAB: the faults of every world, and faults of leaders.
func Nemesis() nemesis.Protocol {
	return nemesis.Protocol{ID: ID, Part: func() nemesis.Part { return part(&faults{}) }}
}

// Watched is a stage whose servers follow these rules. Panicked, if it is not nil, is called when a server has
// panicked, while the panicking calls are still on the stack.
func Watched(rules zab.Rules, panicked func(reason any)) nemesis.Stage {
	return func() (story.Judged, lab.Host) {
		c := New(DefaultSetup())
		c.NameOwnRules()
		return c, InProcess{Rules: &rules, Panicked: panicked}
	}
}

// faults are the faults of leaders, with their state in one schedule.
type faults struct{ rival string }

// part is ZAB's part of one schedule.
func part(f *faults) nemesis.Part {
	clients := &service.Workload{}
	return nemesis.Part{
		Kinds: []nemesis.Kind{
			{Name: "look", Help: "a server gives up its leader, or its leadership", Act: look},
			{Name: "depose", Help: "a leader proposes, and is lost before a quorum has it", Links: true, Act: f.depose},
			{Name: "surprise", Help: "the power fails while a server is made equal", Act: surprise},
		},
		Victim: leaderWord,
		Begin: func(s *nemesis.Scheduler) {
			if s.Faults.Permille(500) {
				s.Printf("window %d", 1+s.Faults.Below(4))
			}
			if s.Servers > 3 && s.Faults.Permille(300) {
				s.Printf("observers 1")
			}
			if s.Faults.Permille(200) {
				s.Printf("part %d", 4+s.Faults.Below(30))
			}
			if s.Faults.Permille(200) {
				s.Printf("counter %d", 2+s.Faults.Below(4))
			}
		},
		Draw: func(s *nemesis.Scheduler) {
			clients.Draw(s)
			f.rival = s.Server()
		},
		Client: func(s *nemesis.Scheduler) { clients.Operation(s, leaderWord) },
		End:    []string{"expect progress", "await answers", "expect linearizable"},
		Live:   typed,
	}
}

// typed is a fault's line in the form for a live world, where only the person writes.
func typed(line string) []string {
	if strings.HasPrefix(line, "try put ") || strings.HasPrefix(line, "try await ") {
		return nil
	}
	return []string{line}
}

// look has one or two servers look at nearly the same time.
func look(s *nemesis.Scheduler) {
	for range 1 + s.Faults.Below(2) {
		s.Printf("try look %s", s.Victim())
	}
}

// depose has leaders live just long enough to propose something to a few servers. The one that is lost comes back
// later, with what nobody else may have.
func (f *faults) depose(s *nemesis.Scheduler) {
	for range 1 + s.Faults.Below(3) {
		s.Printf("heal")
		for id := lab.ServerID(1); int(id) <= s.Servers; id++ {
			if id.String() != f.rival || s.Faults.Permille(300) {
				s.Printf("try restart %v", id)
			}
		}
		s.Printf("try await leader")
		lost := s.Server()
		if s.Faults.Permille(600) {
			s.Printf("try isolate %s", lost)
		}
		for range 1 + s.Faults.Below(3) {
			s.Printf("try put a %d via leader", s.Operation())
		}
		s.Printf("run %dms", s.Faults.Below([]uint64{1, 3}[s.Faults.Below(2)]*s.Latency+1))
		if s.Faults.Permille(500) {
			s.Printf("try crash leader")
		} else {
			s.Printf("try isolate leader")
		}
		f.rival = lost
	}
}

// surprise restarts servers while they are being made equal, one after the other.
func surprise(s *nemesis.Scheduler) {
	s.Printf("try look leader\nrun %dms", 40+s.Faults.Below(6*s.Latency))
	for range 1 + s.Faults.Below(3) {
		id := s.Server()
		s.Printf("try crash %s\ntry restart %s\nrun %dms", id, id, s.Faults.Below(2*s.Latency))
	}
}
