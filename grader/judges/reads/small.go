package reads

import (
	"slices"

	"raftlab/raft"
)

// smallStories is every story of a few steps: leaders of one to five servers that have committed in their term, or not,
// with a read or two.
func smallStories() []one {
	var calls []one
	for servers := 1; servers <= 5; servers++ {
		for _, l := range smallLeaders(servers) {
			more := 4
			if servers > 3 || l.learners != 0 || l.log[0] == term {
				more = 3
			}
			for _, first := range firstReads(l) {
				begun := &story{leader: l, steps: []step{first}}
				calls = append(calls, begun)
				m := model{leader: l}
				if !m.mayBegin() {
					continue
				}
				m.begin(first.read)
				calls = append(calls, longer(begun, m, more-1)...)
			}
		}
	}
	return calls
}

// smallLeaders are the leaders that a rule may tell from each other.
func smallLeaders(servers int) []leader {
	settled := leader{servers: servers, log: []raft.Term{1, 3, 3}, commit: 2, applied: 2, round: 2}
	behind, leased, empty, old, first, hands := settled, settled, settled, settled, settled, settled
	behind.applied = 1
	leased.lease = true
	empty.commit, empty.applied = 0, 0
	old.commit, old.applied = 1, 1
	first.log, first.commit, first.applied = []raft.Term{3}, 1, 1
	leaders := []leader{settled, behind, leased, empty, old, first}
	old.lease = true
	leaders = append(leaders, old)
	if servers > 1 {
		hands.target = 2
		leaders = append(leaders, hands)
	}
	if servers > 2 {
		settled.learners = raft.SetOf(raft.NodeID(servers))
		leaders = append(leaders, settled)
	}
	if servers > 3 {
		settled.learners.Add(raft.NodeID(servers - 1))
		leaders = append(leaders, settled)
	}
	return leaders
}

func firstReads(l leader) []step {
	reads := []step{begins(1), leased(1)}
	if l.servers > 1 {
		reads = append(reads, begunFor(1, 2))
	}
	return reads
}

// longer are the stories that begin with c, and what may happen in at most so many steps more.
func longer(c *story, m model, more int) []one {
	if more == 0 {
		return nil
	}
	var calls []one
	for _, s := range m.possible() {
		next := &story{leader: c.leader, steps: append(slices.Clone(c.steps), s)}
		calls = append(calls, next)
		after := m.clone()
		after.apply(s)
		if s.kind == stepBegin && after.mayBegin() {
			after.begin(s.read)
		}
		calls = append(calls, longer(next, after, more-1)...)
	}
	return calls
}

// possible is the steps that may happen next. Nobody answers a round that was not sent. One server stands for all that
// have answered nothing yet.
func (m *model) possible() []step {
	steps := []step{sends()}
	if m.commit < raft.Index(len(m.log)) {
		steps = append(steps, commits())
	}
	if m.applied < m.commit {
		steps = append(steps, applies())
	}
	if len(m.reads) == 1 {
		steps = append(steps, begins(2))
		if m.reads[0].Lease {
			steps = append(steps, turnsLease())
		}
	}
	var answered raft.NodeSet
	for _, r := range m.reads {
		answered |= r.acks() | r.before
	}
	for id := raft.NodeID(2); int(id) <= m.servers; id++ {
		for round := m.round; round > 0 && round+1 >= m.round; round-- {
			steps = append(steps, answer(id, round))
		}
		if !answered.Has(id) && !m.learners.Has(id+1) {
			break
		}
	}
	return steps
}
