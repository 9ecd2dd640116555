package raftcluster

import (
	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/story"
	"raftlab/raft"
)

// Shapes are the states of a cluster that a search enumerates, to be compared with those that runs reach. A shape is
// what Figure 2 says of every server: role, term, vote, log, commit index and what was applied. Messages, the content
// of commands and times are left out, so that runs of other kinds have the same shapes. It does not change.
type Shapes struct {
	// number has the number of each shape, from 0.
	number map[uint64]int
	// longest and latest are the longest log and the latest term in them.
	longest int
	latest  raft.Term
	servers int
}

// EnumerateShapes finds the shapes that a search meets. A search that meets its limit of states is an error of the
// result, which the caller judges.
func EnumerateShapes(setup SearchSetup, options explore.Options) (*Shapes, *explore.Result, error) {
	s := &Shapes{number: map[uint64]int{}, servers: setup.Size}
	result, err := explore.Search(shapedSearch{setup, s}, options)
	if err != nil {
		return nil, nil, err
	}
	return s, result, nil
}

// Len is how many shapes there are.
func (s *Shapes) Len() int { return len(s.number) }

// Watch is the cluster, with a call of reached for each step that leaves it in one of the shapes, with the shape's
// number.
func (s *Shapes) Watch(c *Cluster, reached func(number int)) story.Judged {
	return &watched{c, s, reached}
}

type watched struct {
	*Cluster
	shapes  *Shapes
	reached func(number int)
}

// Observe notes the shape after the step.
func (w *watched) Observe(world *lab.World, id lab.ServerID, view []byte) *lab.Violation {
	violation := w.Cluster.Observe(world, id, view)
	if shape, ok := w.shapes.of(w.servers); ok {
		if number, known := w.shapes.number[shape]; known {
			w.reached(number)
		}
	}
	return violation
}

// of is the shape of servers; ok is false if one of them is down, or has come further than the search did.
func (s *Shapes) of(servers []*Mirror) (shape uint64, ok bool) {
	if len(servers) != s.servers {
		return 0, false
	}
	shape = chainSeed
	add := func(n uint64) { shape = (shape ^ n) * 1099511628211 }
	for _, m := range servers {
		if m.fresh || len(m.Log) > s.longest || m.CurrentTerm > s.latest {
			return 0, false
		}
		for _, n := range [...]uint64{
			uint64(m.Role), uint64(m.CurrentTerm), uint64(m.VotedFor), uint64(m.CommitIndex), uint64(m.LastApplied),
			uint64(len(m.Log)),
		} {
			add(n)
		}
		for _, e := range m.Log {
			add(uint64(e.Term)<<8 | uint64(e.Kind))
		}
	}
	return shape, true
}

// add adds the shape of servers.
func (s *Shapes) add(servers []*Mirror) {
	for _, m := range servers {
		s.longest, s.latest = max(s.longest, len(m.Log)), max(s.latest, m.CurrentTerm)
	}
	if shape, ok := s.of(servers); ok {
		if _, known := s.number[shape]; !known {
			s.number[shape] = len(s.number)
		}
	}
}

// shapedSearch is a search whose judge adds the shapes that it sees: it sees each state of the servers.
type shapedSearch struct {
	SearchSetup
	shapes *Shapes
}

// Judge is the setup's judge.
func (s shapedSearch) Judge() (explore.Judge, error) {
	judge, err := s.SearchSetup.Judge()
	if err != nil {
		return nil, err
	}
	return shapedJudge{judge.(*searchJudge), s.shapes}, nil
}

type shapedJudge struct {
	*searchJudge
	shapes *Shapes
}

// Observe adds the shape after the step.
func (j shapedJudge) Observe(id lab.ServerID, view []byte) *lab.Violation {
	violation := j.searchJudge.Observe(id, view)
	j.shapes.add(j.cluster.servers)
	return violation
}

// Clone adds to the same shapes.
func (j shapedJudge) Clone() explore.Judge {
	return shapedJudge{j.searchJudge.Clone().(*searchJudge), j.shapes}
}
