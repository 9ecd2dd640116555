package cluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/raft"
)

// Check is one of the five properties of Figure 3.
type Check struct{ ID, Name, Section string }

// The five properties, each with the section that argues for it.
var (
	electionSafety     = Check{"election-safety", "Election Safety", "Figure 3, §5.2"}
	leaderAppendOnly   = Check{"leader-append-only", "Leader Append-Only", "Figure 3, §5.3"}
	logMatching        = Check{"log-matching", "Log Matching", "Figure 3, §5.3"}
	leaderCompleteness = Check{"leader-completeness", "Leader Completeness", "Figure 3, §5.4"}
	stateMachineSafety = Check{"state-machine-safety", "State Machine Safety", "Figure 3, §5.4.3"}
)

// Checks lists the five properties in the paper's order.
func Checks() []Check {
	return []Check{electionSafety, leaderAppendOnly, logMatching, leaderCompleteness, stateMachineSafety}
}

// checks judges each step by what it changed. What a step costs does not depend on how long the
// logs are, because a log up to an index is compared by its chain hash, one number.
type checks struct {
	// leaders is who led each term.
	leaders map[raft.Term]lab.ServerID
	// logs is the chain of the log that ends in the entry of that index and term, as first seen,
	// and on which server.
	logs map[place]origin
	// committed[i-1] is the entry that was committed at index i, applied[i-1] the one applied.
	committed []commitment
	appliedAt []application
}

type place struct {
	index raft.Index
	term  raft.Term
}

type origin struct {
	chain  uint64
	server lab.ServerID
}

// commitment is an entry that a server counted as committed, in which term, and the log before it.
type commitment struct {
	chain  uint64
	entry  raft.Entry
	term   raft.Term
	server lab.ServerID
}

type application struct {
	chain  uint64
	entry  raft.Entry
	server lab.ServerID
}

func newChecks() checks {
	return checks{leaders: map[raft.Term]lab.ServerID{}, logs: map[place]origin{}}
}

// broken is the violation of a property.
func (p Check) broken(sentence string) *lab.Violation {
	return &lab.Violation{ID: p.ID, Name: p.Name, Section: p.Section, Sentence: sentence}
}

// leaderAppendOnly: a leader never overwrites or deletes entries in its log; it only appends.
func (c *checks) leaderAppendOnly(id lab.ServerID, m *Mirror, v *View) *lab.Violation {
	leads := m.Role == raft.Leader && v.Role == raft.Leader && m.CurrentTerm == v.CurrentTerm
	if !leads || v.LogFrom == 0 || v.LogFrom > raft.Index(len(m.Log)) {
		return nil
	}
	return leaderAppendOnly.broken(fmt.Sprintf("%v leads term %d and changed its own %s",
		id, v.CurrentTerm, entryName(v.LogFrom, m.Log[v.LogFrom-1])))
}

// elections: Election Safety, at most one leader can be elected in a given term; and Leader
// Completeness for a leader that is new.
func (c *checks) elections(id lab.ServerID, m *Mirror) *lab.Violation {
	if m.Role != raft.Leader {
		return nil
	}
	first, known := c.leaders[m.CurrentTerm]
	if known && first != id {
		return electionSafety.broken(fmt.Sprintf("%v and %v were both elected leader of term %d",
			first, id, m.CurrentTerm))
	}
	if known {
		return nil
	}
	c.leaders[m.CurrentTerm] = id
	for i := len(c.committed) - 1; i >= 0; i-- {
		if c.committed[i].term < m.CurrentTerm {
			return c.complete(id, m, raft.Index(i+1))
		}
	}
	return nil
}

// complete: the leader's log holds the committed entry at index, and all before it.
func (c *checks) complete(id lab.ServerID, m *Mirror, index raft.Index) *lab.Violation {
	if index < raft.Index(len(m.chain)) && m.chain[index] == c.committed[index-1].chain {
		return nil
	}
	// Name the first entry that is missing: those behind it follow.
	for i := raft.Index(1); i <= index; i++ {
		entry := c.committed[i-1]
		if i < raft.Index(len(m.chain)) && m.chain[i] == entry.chain {
			continue
		}
		instead := "has no entry there"
		if i <= raft.Index(len(m.Log)) {
			instead = "has " + entryName(i, m.Log[i-1]) + " instead"
		}
		return leaderCompleteness.broken(fmt.Sprintf("%v leads term %d without %s, which %s committed in term %d; %s %s",
			id, m.CurrentTerm, entryName(i, entry.entry), entry.server, entry.term, id, instead))
	}
	return nil
}

// commits takes in what a server now counts as committed, and checks the leaders of later terms:
// Leader Completeness, if an entry is committed in a term, it is in the logs of the leaders of all
// later terms.
func (c *checks) commits(servers []*Mirror, id lab.ServerID, m *Mirror, from raft.Index) *lab.Violation {
	for i := max(from, raft.Index(len(c.committed))) + 1; i <= m.CommitIndex && i <= raft.Index(len(m.Log)); i++ {
		c.committed = append(c.committed, commitment{chain: m.chain[i], entry: m.Log[i-1], term: m.CurrentTerm, server: id})
		for j, other := range servers {
			if other.Role != raft.Leader || other.CurrentTerm <= m.CurrentTerm {
				continue
			}
			if violation := c.complete(lab.ServerID(j+1), other, i); violation != nil {
				return violation
			}
		}
	}
	return nil
}

// logMatching: if two logs contain an entry with the same index and term, then the logs are
// identical in all entries up through the given index.
func (c *checks) logMatching(servers []*Mirror, id lab.ServerID, m *Mirror, index raft.Index) *lab.Violation {
	at := place{index, m.Log[index-1].Term}
	first, known := c.logs[at]
	if !known {
		c.logs[at] = origin{m.chain[index], id}
		return nil
	}
	if first.chain == m.chain[index] {
		return nil
	}
	other := servers[first.server-1]
	for i := raft.Index(1); i <= index && i <= raft.Index(len(other.Log)); i++ {
		if other.chain[i] != m.chain[i] {
			return logMatching.broken(fmt.Sprintf("%v and %v both have an entry %d of term %d, but %s has %s where %s has %s",
				first.server, id, index, at.term, first.server, entryName(i, other.Log[i-1]), id, entryName(i, m.Log[i-1])))
		}
	}
	return logMatching.broken(fmt.Sprintf("%s has %s after another log than %s had before the same entry",
		id, entryName(index, m.Log[index-1]), first.server))
}

// applied: State Machine Safety, if a server has applied an entry at an index, no other server
// will ever apply a different entry for the same index.
func (c *checks) applied(id lab.ServerID, m *Mirror, index raft.Index) *lab.Violation {
	if index > raft.Index(len(c.appliedAt)) {
		c.appliedAt = append(c.appliedAt, application{m.chain[index], m.Log[index-1], id})
		return nil
	}
	first := c.appliedAt[index-1]
	if first.chain == m.chain[index] {
		return nil
	}
	return stateMachineSafety.broken(fmt.Sprintf("%s applied %s, but %s had applied %s",
		id, entryName(index, m.Log[index-1]), first.server, entryName(index, first.entry)))
}

// entryName names an entry for a sentence: entry 2 of term 3 (put x 9).
func entryName(index raft.Index, e raft.Entry) string {
	return fmt.Sprintf("entry %d of term %d (%s)", index, e.Term, entryText(e))
}

// chainSeed stands for the empty log.
const chainSeed = 14695981039346656037

// chainHash tells a log with entry e at its end from all others, given the hash before e. It is
// FNV-1a, finished after each entry so that no two short logs are near each other.
func chainHash(chain uint64, e raft.Entry) uint64 {
	h := (chain ^ uint64(e.Term)) * 1099511628211
	h = (h ^ uint64(e.Kind)) * 1099511628211
	for _, b := range e.Command {
		h = (h ^ uint64(b)) * 1099511628211
	}
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}
