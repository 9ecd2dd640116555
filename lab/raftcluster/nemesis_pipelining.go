package raftcluster

import "raftlab/lab/nemesis"

// PipeliningNemesis is Nemesis for clusters whose leaders do not wait: for answers, for their own disks, or for both.
// Disks are slower there, so that leaders crash while they write. Its schedules are others than those of Nemesis with
// the same seeds, which stay as they are.
func PipeliningNemesis() nemesis.Protocol { return nemesisOf("pipelining") }

func joinPipelining(p *nemesis.Part, _ *faults) {
	begin := p.Begin
	p.Begin = func(s *nemesis.Scheduler) {
		mode := s.Faults.Below(4)
		if mode > 0 {
			s.Printf("window %d", 1+s.Faults.Below(4))
		}
		if mode != 1 {
			s.Printf("parallel-disk on")
		}
		begin(s)
	}
	p.Kinds = append(p.Kinds, nemesis.Kind{
		Name: "outrun", Help: "a leader's disk is slow, and the leader is lost before it is done",
		Links: true, Act: outrun,
	})
}

// outrun lets a leader write while its disk is slow, and mostly takes its power before the disk is done.
func outrun(s *nemesis.Scheduler) {
	id := s.Server()
	s.Printf("slow-disk %s %dms\ntry elect %s", id, 5*s.Latency+s.Faults.Below(20*s.Latency), id)
	for range 1 + s.Faults.Below(4) {
		s.Printf("try put %s %d via %s", string(rune('a'+s.Faults.Below(3))), s.Operation(), id)
	}
	s.Printf("run %dms", s.Faults.Below(6*s.Latency))
	if s.Faults.Permille(700) {
		s.Printf("try crash %s\nslow-disk %s 0ms\ntry restart %s", id, id, id)
	} else {
		s.Printf("slow-disk %s 0ms", id)
	}
}
