package paxoscluster

import (
	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/paxos"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// Nemesis writes the random schedules of Paxos: the faults of every world, and faults of ballots. A seed draws the
// mode, how ballots are kept apart, and who proposes.
func Nemesis() nemesis.Protocol {
	return nemesis.Protocol{ID: ID, Part: part}
}

// part is Paxos's part of one schedule.
func part() nemesis.Part {
	f := &faults{end: []string{"run 500ms", "await answers"}}
	return nemesis.Part{
		Kinds: []nemesis.Kind{
			{Name: "outbid", Help: "proposers begin ballots at nearly the same time", Act: f.outbid},
			{Name: "bounce", Help: "acceptors lose power in the middle of a ballot, and restart at once",
				Act: f.bounce},
			{Name: "again", Help: "a proposer loses power in the middle of a ballot, and proposes again", Act: f.again},
		},
		Victim: leaderWord,
		Begin:  f.begin,
		Draw:   f.clients.Draw,
		Client: f.client,
		End:    f.end,
		Live:   func(line string) []string { return []string{line} },
	}
}

// faults are the faults of ballots, with their state in one schedule.
type faults struct {
	clients service.Workload
	multi   bool
	// end is the lines that judge the world afterwards. Begin replaces them in place, since the schedule has the same
	// slice.
	end []string
}

// begin draws the setup.
func (f *faults) begin(s *nemesis.Scheduler) {
	f.multi = s.Faults.Permille(400)
	if s.Faults.Permille(300) {
		s.Printf("ballots steps")
	}
	if f.multi {
		s.Printf("mode multi")
		f.end[0], f.end[1] = "expect progress", "await answers\nexpect linearizable"
		return
	}
	if s.Faults.Permille(400) {
		s.Printf("learning notice")
	}
	if s.Faults.Permille(500) {
		s.Printf("distinguished %s", s.Server())
		f.end[0] = "expect progress"
	} else if s.Faults.Permille(200) {
		// Without waits a schedule may never end by itself: these have little time.
		s.Printf("back-off 1ms 40ms")
	}
}

func (f *faults) client(s *nemesis.Scheduler) {
	if f.multi {
		f.clients.Operation(s, leaderWord)
		return
	}
	s.Printf("try propose %s v%d", s.Server(), s.Operation())
}

// wish gives a server something to propose, in mode single.
func (f *faults) wish(s *nemesis.Scheduler, server string) {
	if !f.multi {
		s.Printf("try propose %s v%d", server, s.Operation())
	}
}

// outbid lets two servers begin ballots at nearly the same time, again and again.
func (f *faults) outbid(s *nemesis.Scheduler) {
	a, b := s.Server(), s.Server()
	f.wish(s, a)
	f.wish(s, b)
	for range 1 + s.Faults.Below(4) {
		s.Printf("try prepare %s\nrun %dms\ntry prepare %s\nrun %dms", a, 1+s.Faults.Below(2*s.Latency), b,
			1+s.Faults.Below(2*s.Latency))
	}
}

// bounce lets all other servers restart in the middle of two ballots: an acceptor that forgets accepts what it has
// promised not to.
func (f *faults) bounce(s *nemesis.Scheduler) {
	a, b := s.Server(), s.Server()
	f.wish(s, a)
	f.wish(s, b)
	s.Printf("try prepare %s\nrun %dms\ntry prepare %s\nrun %dms", a, 1+s.Faults.Below(3*s.Latency), b,
		1+s.Faults.Below(3*s.Latency))
	for id := lab.ServerID(1); int(id) <= s.Servers; id++ {
		if name := id.String(); name != a && name != b {
			s.Printf("try crash %s\ntry restart %s", name, name)
		}
	}
}

// again lets a proposer restart in the middle of its ballot, with another wish.
func (f *faults) again(s *nemesis.Scheduler) {
	a := s.Server()
	f.wish(s, a)
	s.Printf("try prepare %s\nrun %dms\ntry crash %s\ntry restart %s", a, 1+s.Faults.Below(3*s.Latency), a, a)
	f.wish(s, a)
	s.Printf("try prepare %s", a)
}

// WithRules is a stage whose servers run in this process and follow these rules.
func WithRules(rules paxos.Rules) nemesis.Stage { return Watched(rules, nil) }

// Watched is WithRules with a function for panics, as InProcess.Panicked.
func Watched(rules paxos.Rules, panicked func(reason any)) nemesis.Stage {
	return func() (story.Judged, lab.Host) {
		c := New(DefaultSetup())
		c.NameOwnRules()
		return c, InProcess{Rules: &rules, Panicked: panicked}
	}
}
