package raftcluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/nemesis"
	"raftlab/lab/story"
	"raftlab/raft/reference"
)

// SessionNemesis writes the random schedules of clusters with sessions: the faults of Raft, and clients that ask again.
// In some schedules sessions expire, and in some the clients ask again by themselves.
func SessionNemesis() nemesis.Protocol { return nemesisOf("sessions") }

func joinSessions(p *nemesis.Part, f *faults) {
	f.numbered = true
	begin, asked := p.Begin, 0
	p.Begin = func(s *nemesis.Scheduler) {
		begin(s)
		if s.Faults.Permille(400) {
			s.Printf("sessions expire %dms", 300+s.Faults.Below(1500))
		} else {
			s.Printf("sessions on")
		}
		if s.Faults.Permille(500) {
			s.Printf("retries on")
		}
	}
	p.Client = func(s *nemesis.Scheduler) { asked = sessionClient(s, asked) }
}

// sessionClient writes one step of a client, and returns how many operations there are then. Half of the steps send an
// earlier command again, mostly one of the last: so copies meet the command itself, and each other.
func sessionClient(s *nemesis.Scheduler, asked int) int {
	via := leaderWord
	if s.Workload.Permille(300) {
		via = fmt.Sprintf("S%d", 1+s.Workload.Below(uint64(s.Servers)))
	}
	if asked > 0 && s.Workload.Permille(450) {
		back := min(1+s.Workload.Below(4), uint64(asked))
		s.Printf("try retry %d via %s", uint64(asked)+1-back, via)
		return asked
	}
	client := 1 + s.Workload.Below(3)
	switch s.Workload.Below(6) {
	case 0, 1, 2:
		s.Printf("try increment n via %s as C%d", via, client)
	case 3:
		s.Printf("try put a %d via %s as C%d", s.Operation(), via, client)
	case 4:
		s.Printf("try compare-and-set b %d %d via %s as C%d", s.Workload.Below(3), s.Workload.Below(3), via, client)
	default:
		s.Printf("try put b %d via %s as C%d", s.Workload.Below(3), via, client)
	}
	return asked + 1
}

// WatchedSessions is a stage whose servers follow these rules of sessions, and otherwise the reference's. The clients
// number their commands by the reference's. Panicked is as in Watched.
func WatchedSessions(rules kv.SessionRules, panicked func(reason any)) nemesis.Stage {
	return sessionStage(rules, sessionReference(), panicked)
}

// WithSessions is a stage whose servers and clients follow these rules of sessions.
func WithSessions(rules kv.SessionRules) nemesis.Stage { return sessionStage(rules, rules, nil) }

func sessionStage(servers, clients kv.SessionRules, panicked func(reason any)) nemesis.Stage {
	right := reference.Rules()
	return func() (story.Judged, lab.Host) {
		c := New(DefaultSetup())
		c.NameOwnRules()
		c.sessionRules = &clients
		return c, InProcess{Rules: &right, Sessions: &servers, Panicked: panicked}
	}
}

// Named is a stage whose servers and clients follow a named set of rules.
func Named(set string) nemesis.Stage {
	return func() (story.Judged, lab.Host) {
		c := New(DefaultSetup())
		c.ForceRules(set)
		return c, InProcess{}
	}
}
