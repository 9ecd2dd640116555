package raftcluster

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/nemesis"
)

// MembershipNemesis writes random schedules in which the servers of the cluster change while it suffers the faults of
// Nemesis. Two in three have PreVote and stickiness on, so that a removed server disturbs nobody. Its schedules are
// others than those of Nemesis with the same seeds, which stay as they are.
func MembershipNemesis() nemesis.Protocol { return nemesisOf("membership") }

func joinMembership(p *nemesis.Part, f *faults) {
	begin, others := p.Begin, p.Client
	p.Begin = func(s *nemesis.Scheduler) {
		beginMembers(s, f)
		begin(s)
	}
	// Its usurper begins a change, in the place of commands.
	p.Kinds = append(slices.DeleteFunc(p.Kinds, func(k nemesis.Kind) bool { return k.Name == "usurp" }),
		nemesis.Kind{Name: "usurp-change", Help: "a leader begins a change, and is lost soon after", Links: true,
			Act: f.usurpChange},
	)
	p.Client = func(s *nemesis.Scheduler) {
		others(s)
		if s.Workload.Permille(400) {
			s.Printf("try %s via %s", drawChange(s), leaderWord)
		}
	}
}

// beginMembers chooses the first configuration.
func beginMembers(s *nemesis.Scheduler, f *faults) {
	first := 1 + s.Faults.Below(uint64(s.Servers))
	if first == 1 && s.Servers > 2 {
		first = uint64(s.Servers) - 1 // a cluster of one is no test of much
	}
	names := make([]string, first)
	for i := range names {
		names[i] = lab.ServerID(i + 1).String()
	}
	s.Printf("members %s", strings.Join(names, " "))
	if s.Faults.Permille(667) {
		for _, line := range []string{"prevote on", "stickiness on"} {
			if !slices.Contains(f.setup, line) {
				s.Printf("%s", line)
			}
		}
		f.calm = true
	}
	if s.Faults.Permille(300) {
		s.Printf("catch-up off")
	}
}

// drawChange is a change of one server or a joint one.
func drawChange(s *nemesis.Scheduler) string {
	server := fmt.Sprintf("S%d", 1+s.Workload.Below(uint64(s.Servers)))
	switch s.Workload.Below(10) {
	case 0, 1, 2, 3:
		return "add " + server
	case 4, 5, 6:
		return "remove " + server
	case 7:
		return "add " + server + " as learner"
	}
	var voters []string
	for id := lab.ServerID(1); int(id) <= s.Servers; id++ {
		if s.Workload.Permille(550) {
			voters = append(voters, id.String())
		}
	}
	if len(voters) == 0 {
		voters = []string{server}
	}
	return "joint " + strings.Join(voters, " ")
}

// usurpChange creates a leader that lives just long enough to begin a change, and to bring it to a few servers.
func (f *faults) usurpChange(s *nemesis.Scheduler) {
	id := s.Server()
	s.Printf("heal\ntry restart %s\ntry restart %s", id, s.Server())
	for other := lab.ServerID(1); int(other) <= s.Servers && f.calm; other++ {
		s.Printf("try forget %v", other)
	}
	s.Printf("try elect %s", id)
	if s.Faults.Permille(500) { // otherwise nothing of its term is committed yet
		s.Printf("run %dms", 2*s.Latency+s.Faults.Below(2*s.Latency))
	}
	for other := lab.ServerID(1); int(other) <= s.Servers; other++ {
		if other.String() != id && s.Faults.Permille(600) {
			s.Printf("cut %s > %v", id, other)
		}
	}
	for range 1 + s.Faults.Below(2) {
		s.Printf("try %s via %s", drawChange(s), id)
	}
	s.Printf("run %dms\nisolate %s", s.Faults.Below(6*s.Latency), id)
}
