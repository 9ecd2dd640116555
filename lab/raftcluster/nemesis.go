package raftcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
)

// Nemesis writes the random schedules of Raft: the faults of every world, and faults of elections.
func Nemesis() nemesis.Protocol {
	return nemesis.Protocol{Part: func() nemesis.Part { return part(&faults{}) }}
}

// part is Raft's part of one schedule.
func part(f *faults) nemesis.Part {
	clients := &service.Workload{}
	return nemesis.Part{
		Kinds: []nemesis.Kind{
			{Name: "timeout", Help: "a server campaigns though it has a leader", Act: f.timeout},
			{
				Name:  "usurp",
				Help:  "a server campaigns and, if it wins, is lost soon after",
				Links: true,
				Act:   f.usurp,
			},
			{Name: "bounce", Help: "voters lose power in the middle of an election, and restart at once",
				Links: true, Act: f.bounce},
		},
		Victim: leaderWord,
		Begin: func(s *nemesis.Scheduler) {
			for _, line := range f.setup {
				s.Printf("%s", line)
			}
			if s.Faults.Permille(500) {
				s.Printf("batch %d", []int{1, 1, 1, 2, 4}[s.Faults.Below(5)])
			}
		},
		Draw: func(s *nemesis.Scheduler) {
			clients.Draw(s)
			f.rivals = [2]string{s.Server(), s.Server()}
		},
		Client: func(s *nemesis.Scheduler) { clients.Operation(s, leaderWord) },
		End:    []string{"expect progress", "await answers", "expect linearizable"},
		Live:   typed,
	}
}

// leaderWord stands for the leader in a scenario.
const leaderWord = "leader"

// campaignTime is how long a candidate of random faults has to become the leader.
const campaignTime = "run 60ms"

// typed is a fault's line in the form for a live world. There no command waits for an election, and only the
// person writes: a leader's first entry of its term is enough for usurp.
func typed(line string) []string {
	if server, elects := strings.CutPrefix(line, "try elect "); elects {
		return []string{"try timeout " + server, campaignTime}
	}
	if strings.HasPrefix(line, "try put ") {
		return nil
	}
	return []string{line}
}

// WithRules is a stage whose servers run in this process and follow these rules.
func WithRules(rules raft.Rules) nemesis.Stage { return Watched(rules, nil) }

// Watched is WithRules with a function for panics, as InProcess.Panicked.
func Watched(rules raft.Rules, panicked func(reason any)) nemesis.Stage {
	return func() (story.Judged, lab.Host) {
		c := New(DefaultSetup())
		c.NameOwnRules()
		return c, InProcess{Rules: &rules, Panicked: panicked}
	}
}

// faults are the faults of elections, with their state in one schedule.
type faults struct {
	// rivals take turns as usurpers; usurper is the last one.
	rivals  [2]string
	usurper string
	// setup are the setup lines of what is switched on.
	setup []string
	// calm is true where servers that hear a leader refuse to elect another one: a usurper needs them to forget it.
	calm bool
	// leased is true in a schedule with leases.
	leased bool
	// numbered is true with sessions. Their clients may wait for long, and then many writes of one key run at once. If
	// there are reads, too, spread is true: usurpers write several keys, so that fewer run on each.
	numbered, spread bool
}

// timeout lets one or two servers campaign at nearly the same time.
func (f *faults) timeout(s *nemesis.Scheduler) {
	for range 1 + s.Faults.Below(2) {
		s.Printf("try timeout %s", s.Server())
	}
}

// bounce lets two servers campaign at nearly the same time, possibly in the same term, while the voters restart
// between the two requests: a voter that forgets its vote votes again.
func (f *faults) bounce(s *nemesis.Scheduler) {
	a, b := s.Server(), s.Server()
	s.Printf(
		"try timeout %s\nrun %dms\ntry timeout %s\nrun %dms", a, 1+s.Faults.Below(8),
		b, 1+s.Faults.Below(2*s.Latency),
	)
	for id := lab.ServerID(1); int(id) <= s.Servers; id++ {
		if name := id.String(); name != a && name != b {
			s.Printf("try crash %s\ntry restart %s", name, name)
		}
	}
}

// usurp creates leaders that live just long enough to append an entry and copy it to a few servers: the situation
// of Figure 8.
func (f *faults) usurp(s *nemesis.Scheduler) {
	for range 2 + s.Faults.Below(4) {
		f.usurpOnce(s)
	}
}

// key is the key that a usurper writes.
func (f *faults) key(number int) string {
	if f.spread {
		return string(rune('a' + number%4))
	}
	return "a"
}

// usurpOnce brings all servers back except, mostly, the previous usurper, so that there is a majority. Mostly two
// rivals take turns: each returns with the entries of its own term, and overwrites the other's.
func (f *faults) usurpOnce(s *nemesis.Scheduler) {
	id := f.rivals[0]
	if s.Faults.Permille(200) {
		id = s.Server()
	}
	f.rivals[0], f.rivals[1] = f.rivals[1], f.rivals[0]
	s.Printf("heal")
	for other := lab.ServerID(1); int(other) <= s.Servers; other++ {
		if other.String() != f.usurper || id == f.usurper || s.Faults.Permille(200) {
			s.Printf("try restart %v", other)
		} else {
			s.Printf("isolate %v", other)
		}
	}
	f.usurper = id
	for other := lab.ServerID(1); int(other) <= s.Servers && f.calm; other++ {
		s.Printf("try forget %v", other)
	}
	s.Printf("try elect %s", id)
	for range s.Faults.Below(4) {
		number := s.Operation()
		s.Printf("try put %s %d via %s", f.key(number), number, id)
	}
	// Too short for a copy, or long enough to copy some of its entries.
	s.Printf("run %dms", s.Faults.Below([]uint64{1, 6}[s.Faults.Below(2)]*s.Latency))
	if s.Faults.Permille(500) {
		s.Printf("try crash %s", id)
	} else {
		s.Printf("isolate %s", id)
	}
}
