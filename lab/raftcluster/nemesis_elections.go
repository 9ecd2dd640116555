package raftcluster

import "raftlab/lab/nemesis"

// ElectionsNemesis is Nemesis for clusters in which all elections are calm: PreVote, stickiness and check-quorum are
// on, and there are faults of their own. Its schedules are others than those of Nemesis with the same seeds, which stay
// as they are.
func ElectionsNemesis() nemesis.Protocol {
	return nemesisOf("prevote", "stickiness", "check-quorum", "transfers")
}

func joinStickiness(p *nemesis.Part, f *faults) {
	f.calm = true
	p.Kinds = append(p.Kinds, nemesis.Kind{
		Name: "forget", Help: "servers no longer count on their leader", Act: f.forget,
	})
}

func joinCheckQuorum(p *nemesis.Part, f *faults) {
	p.Kinds = append(p.Kinds, nemesis.Kind{
		Name: "interval", Help: "a leader's interval of check-quorum ends early", Act: f.interval,
	})
}

func joinTransfers(p *nemesis.Part, f *faults) {
	p.Kinds = append(p.Kinds, nemesis.Kind{
		Name: "transfer", Help: "a leader hands over to another server, or tries to", Act: f.transfer,
	})
}

// forget lets one server or a few forget their leader, and mostly one of them stands at once: so elections begin while
// the old leader still works.
func (f *faults) forget(s *nemesis.Scheduler) {
	for range 1 + s.Faults.Below(uint64(s.Servers)) {
		s.Printf("try forget %s", s.Server())
	}
	if s.Faults.Permille(700) {
		s.Printf("try timeout %s", s.Server())
	}
}

// interval ends a leader's interval, twice now and then: then nobody can have answered in the second one, and the
// leader steps down though nothing is wrong.
func (f *faults) interval(s *nemesis.Scheduler) {
	for range 1 + s.Faults.Below(2) {
		s.Printf("try interval %s", leaderWord)
	}
}

// transfer lets the leader hand over, and ends the try early now and then.
func (f *faults) transfer(s *nemesis.Scheduler) {
	s.Printf("try transfer %s > %s", leaderWord, s.Server())
	if s.Faults.Permille(300) {
		s.Printf("run %dms\ntry abort %s", 1+s.Faults.Below(2*s.Latency), leaderWord)
	}
}
