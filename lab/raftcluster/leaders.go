package raftcluster

import (
	"maps"
	"slices"

	"raftlab/lab"
	"raftlab/raft"
)

// leadership is the leader of a term, with the end of its log at the moment of its election. A leader only appends, so
// what it lacks then it lacks for good.
type leadership struct {
	server lab.ServerID
	event  uint64
	last   place
}

// termAt is the term of the entry at index, 0 for index 0.
func (m *Mirror) termAt(index raft.Index) raft.Term {
	if index == 0 {
		return 0
	}
	return m.Log[index-1].Term
}

// elections: Election Safety, at most one leader can be elected in a given term; and Leader Completeness for a new
// leader.
func (c *checks) elections(servers []*Mirror, id lab.ServerID, m *Mirror) *lab.Violation {
	c.judged[onElectionSafety]++
	if m.Role != raft.Leader {
		return nil
	}
	first, known := c.leaders[m.CurrentTerm]
	if known && first.server != id {
		return electionSafety.Broken(lab.Say("election-safety.two-leaders",
			"%v and %v were both elected leader of term %d", first.server, id, m.CurrentTerm), first.event, c.event)
	}
	if known {
		return nil
	}
	end := raft.Index(len(m.Log))
	c.leaders[m.CurrentTerm] = leadership{id, c.event, place{end, m.termAt(end)}}
	c.latest = max(c.latest, m.CurrentTerm)
	for i := len(c.committed) - 1; i >= 0; i-- {
		if c.committed[i].term < m.CurrentTerm {
			return c.complete(servers, m.CurrentTerm, raft.Index(i+1))
		}
	}
	return nil
}

// commits records the entries that a server now counts as committed, and checks the leaders of later terms: Leader
// Completeness, if an entry is committed in a term, it is in the logs of the leaders of all later terms, also of those
// that are down by now, or lead no longer.
func (c *checks) commits(servers []*Mirror, id lab.ServerID, m *Mirror, from raft.Index) *lab.Violation {
	for i := from + 1; i <= m.CommitIndex && i <= raft.Index(len(m.Log)); i++ {
		if !c.commit(id, m, i) {
			continue
		}
		for _, term := range c.ledAfter(m.CurrentTerm) {
			if violation := c.complete(servers, term, i); violation != nil {
				return violation
			}
		}
	}
	return nil
}

// ledAfter are the terms after this one that have had a leader, in order. There is none in most runs: an entry is
// committed by the last leader.
func (c *checks) ledAfter(term raft.Term) []raft.Term {
	if term >= c.latest {
		return nil
	}
	terms := slices.Sorted(maps.Keys(c.leaders))
	first, _ := slices.BinarySearch(terms, term+1)
	return terms[first:]
}

// complete: the log of a term's leader holds the committed entry at index, and all entries before it.
func (c *checks) complete(servers []*Mirror, term raft.Term, index raft.Index) *lab.Violation {
	c.judged[onLeaderCompleteness]++
	lacks := raft.Index(0)
	for at, chain := range c.backwards(c.leaders[term], index) {
		if chain == c.committed[at-1].chain {
			break // and all before it
		}
		lacks = at // the entries after it are missing, too
	}
	if lacks == 0 {
		return nil
	}
	leader, entry := c.leaders[term], c.committed[lacks-1]
	return leaderCompleteness.Broken(c.without(servers, term, lacks), entry.event, leader.event)
}

// backwards yields the chains of a leader's log at its election, from index down to 1; 0 where it had no entry.
func (c *checks) backwards(l leadership, index raft.Index) func(yield func(raft.Index, uint64) bool) {
	return func(yield func(raft.Index, uint64) bool) {
		for at := index; at > l.last.index; at-- {
			if !yield(at, 0) {
				return
			}
		}
		for at := l.last; at.index > 0; at = (place{at.index - 1, c.logs[at].before}) {
			if at.index <= index && !yield(at.index, c.logs[at].chain) {
				return
			}
		}
	}
}

// without says which committed entry a leader lacks, and what stands in its place.
func (c *checks) without(servers []*Mirror, term raft.Term, index raft.Index) lab.Saying {
	leader, committed := c.leaders[term], c.committed[index-1]
	missing := lab.Say("leader-completeness.committed", "%v, which %v committed in term %d",
		entryName(index, committed.entry), committed.server, committed.term)
	if committed.server == 0 {
		missing = lab.Say("leader-completeness.given", "%v, which was committed in term %d before the story begins",
			entryName(index, committed.entry), committed.term)
	}
	if m := servers[int(leader.server)-1-c.first]; m.Role == raft.Leader && m.CurrentTerm == term {
		instead := lab.Say("leader-completeness.nothing", "has no entry there")
		if index <= raft.Index(len(m.Log)) {
			instead = lab.Say("leader-completeness.instead", "has %v instead", entryName(index, m.Log[index-1]))
		}
		return lab.Say("leader-completeness.without",
			"%v leads term %d without %v; %v %v", leader.server, term, missing, leader.server, instead)
	}
	instead := lab.Say("leader-completeness.had-nothing", "had no entry there")
	at := leader.last
	for ; at.index > index; at = (place{at.index - 1, c.logs[at].before}) {
	}
	if at.index == index {
		instead = lab.Say("leader-completeness.had-instead", "had %v instead", entryName(index, c.logs[at].entry))
	}
	return lab.Say("leader-completeness.led-without",
		"%v led term %d without %v; %v %v", leader.server, term, missing, leader.server, instead)
}
