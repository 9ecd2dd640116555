package wholecluster

import (
	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/service"
	"raftlab/lab/whole"
)

// Nemesis writes the random schedules of whole servers: the faults of every world, and faults of leaders.
func Nemesis() nemesis.Protocol {
	return nemesis.Protocol{ID: whole.ID, Part: func() nemesis.Part { return part(&service.Workload{}) }}
}

// part is the part of one schedule.
func part(clients *service.Workload) nemesis.Part {
	return nemesis.Part{
		Kinds: []nemesis.Kind{
			{Name: "depose", Help: "a leader writes, and is lost at once", Links: true, Act: depose},
			{Name: "bounce", Help: "servers lose power and restart at once", Act: bounce},
			{Name: "mute", Help: "a leader hears, and is not heard", Links: true,
				Act: func(s *nemesis.Scheduler) { s.Printf("try mute %s", s.Victim()) }},
		},
		Victim: leaderWord,
		Begin: func(s *nemesis.Scheduler) {
			waits := [][2]int{{60, 150}, {200, 1200}, {1000, 5000}}[s.Faults.Below(3)]
			s.Printf("call %dms %dms", waits[0], waits[1])
			if s.Faults.Permille(500) {
				s.Printf("snapshot %d", 3+s.Faults.Below(10))
			}
			if s.Faults.Permille(500) {
				s.Printf("shuffle")
			}
		},
		Draw:   func(s *nemesis.Scheduler) { clients.Draw(s) },
		Client: func(s *nemesis.Scheduler) { clients.Operation(s, leaderWord) },
		// A disk of a course's server does not fail, and its clock is one that time.Sleep knows.
		Refuses: func(kind string) bool { return kind == "clock" },
		End:     []string{"expect progress", "await answers", "expect linearizable"},
	}
}

// depose has a leader write, and takes it away before or while its entries travel.
func depose(s *nemesis.Scheduler) {
	for range 1 + s.Faults.Below(3) {
		s.Printf("watch leader\ntry put a %d via leader\nrun %dms", s.Operation(), s.Faults.Below(2*s.Latency+1))
		s.Printf("try %s leader", []string{"crash", "isolate"}[s.Faults.Below(2)])
		s.Printf("run %dms\nheal", 300+s.Faults.Below(600))
		for id := lab.ServerID(1); int(id) <= s.Servers; id++ {
			s.Printf("try restart %v", id)
		}
	}
}

func bounce(s *nemesis.Scheduler) {
	for id := lab.ServerID(1); int(id) <= s.Servers; id++ {
		if s.Faults.Permille(500) {
			s.Printf("try crash %v\ntry restart %v", id, id)
		}
	}
}
