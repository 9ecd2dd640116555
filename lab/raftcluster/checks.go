package raftcluster

import (
	"raftlab/lab"
	"raftlab/raft"
)

// linearizable is what clients may rely on: each operation seems to happen at one moment between its invocation
// and its answer (§8).
var linearizable = lab.Check{ID: "linearizability", Name: "Linearizability", Section: "§8"}

// The five properties of Figure 3, each with the section that argues for it, and a promise to clients: no
// acknowledged entry is lost.
var (
	electionSafety     = lab.Check{ID: "election-safety", Name: "Election Safety", Section: "Figure 3, §5.2"}
	leaderAppendOnly   = lab.Check{ID: "leader-append-only", Name: "Leader Append-Only", Section: "Figure 3, §5.3"}
	logMatching        = lab.Check{ID: "log-matching", Name: "Log Matching", Section: "Figure 3, §5.3"}
	leaderCompleteness = lab.Check{ID: "leader-completeness", Name: "Leader Completeness", Section: "Figure 3, §5.4"}
	stateMachineSafety = lab.Check{
		ID:      "state-machine-safety",
		Name:    "State Machine Safety",
		Section: "Figure 3, §5.4.3",
	}
	durability = lab.Check{ID: "durability", Name: "Durability", Section: "§5.3, §8"}
)

// Checks lists the properties that every step is judged by, the paper's five first.
func Checks() []lab.Check {
	return []lab.Check{
		electionSafety, leaderAppendOnly, logMatching, leaderCompleteness, stateMachineSafety, durability,
	}
}

// Checks lists the properties that every step is judged by.
func (c *Cluster) Checks() []lab.Check {
	list := Checks()
	if c.setup.Sessions.On {
		list = append(list, exactlyOnce)
	}
	if c.setup.Snapshots.On() {
		list = append(list, snapshotEquivalence)
	}
	if c.setup.Membership.On {
		list = append(list, configurationSafety)
	}
	return list
}

// Asked lists the properties that are judged only when a command asks for it.
func (c *Cluster) Asked() []lab.Check { return []lab.Check{linearizable, progress, steadyLeader} }

// The places of the checks in Checks, by which the judgements are counted.
const (
	onElectionSafety = iota
	onLeaderAppendOnly
	onLogMatching
	onLeaderCompleteness
	onStateMachineSafety
	onDurability
	onExactlyOnce
	onSnapshotEquivalence
	onConfigurationSafety
	checkKinds
)

// checks judges each step by its changes. The cost of a step does not depend on the length of the logs: a log up
// to an index is compared by one number, its chain hash.
type checks struct {
	// first is how many servers come before this Raft group's. The methods' servers are the group's.
	first int
	// event is the trace line of the step being judged: a later violation names it.
	event uint64
	// leaders is the leader of each term, and latest the highest of these terms.
	leaders map[raft.Term]leadership
	latest  raft.Term
	// logs is the log that ends in the entry of that index and term, as first seen, with its server.
	logs map[place]origin
	// committed[i-1] is the entry committed at index i, applied[i-1] the entry applied there.
	committed []commitment
	appliedAt []application
	// acknowledged is the last entry whose client was told that the command is done.
	acknowledged acknowledgement
	// once judges sessions, nil without sessions.
	once *once
	// members judges changes of the servers, nil if they stay.
	members *members
	// judged counts the judgements of each check.
	judged [checkKinds]uint64
}

type place struct {
	index raft.Index
	term  raft.Term
}

// origin is where an entry was seen first. Before is the term of the entry before it, 0 for none: so a whole log can be
// read backwards from its last place.
type origin struct {
	chain  uint64
	entry  raft.Entry
	before raft.Term
	server lab.ServerID
	event  uint64
}

// commitment is an entry that a server counted as committed, with the term of that moment and the chain of the log
// before the entry.
type commitment struct {
	chain  uint64
	entry  raft.Entry
	term   raft.Term
	server lab.ServerID
	event  uint64
	// by is the configuration by which the server decided then, where servers change.
	by raft.Configuration
}

type application struct {
	chain  uint64
	entry  raft.Entry
	server lab.ServerID
	event  uint64
}

type acknowledgement struct {
	index  raft.Index
	server lab.ServerID
	event  uint64
	// by is the configuration of the server that answered, and committed the last committed one at that moment.
	by, committed raft.Configuration
}

// id is the name of one of the group's servers.
func (c *checks) id(i int) lab.ServerID { return lab.ServerID(c.first + i + 1) }

func newChecks(first int) checks {
	return checks{first: first, leaders: map[raft.Term]leadership{}, logs: map[place]origin{}}
}

// leaderAppendOnly: a leader never overwrites or deletes entries in its log; it only appends.
func (c *checks) leaderAppendOnly(id lab.ServerID, m *Mirror, v *View) *lab.Violation {
	c.judged[onLeaderAppendOnly]++
	leads := m.Role == raft.Leader && v.Role == raft.Leader && m.CurrentTerm == v.CurrentTerm
	if !leads || v.LogFrom == 0 || v.LogFrom > raft.Index(len(m.Log)) {
		return nil
	}
	return leaderAppendOnly.Broken(lab.Say("leader-append-only.changed", "%v leads term %d and changed its own %v",
		id, v.CurrentTerm, entryName(v.LogFrom, m.Log[v.LogFrom-1])), c.leaders[v.CurrentTerm].event)
}

// commit records one commitment, and reports whether it adds to the known ones. The entry counts as committed in
// the lowest term in which a server counted it: of two simultaneous leaders, the leader of the later term may be
// seen first.
func (c *checks) commit(id lab.ServerID, m *Mirror, index raft.Index) bool {
	latest := commitment{chain: m.chain[index], entry: m.Log[index-1], term: m.CurrentTerm, server: id, event: c.event}
	if c.members != nil {
		latest.by, _ = m.latestOf(c.members.first)
	}
	if index > raft.Index(len(c.committed)) {
		c.committed = append(c.committed, latest)
		return true
	}
	known := &c.committed[index-1]
	if known.chain != latest.chain || known.term <= latest.term {
		return false // State Machine Safety reports another entry there
	}
	*known = latest
	return true
}

// logMatching: if two logs contain an entry with the same index and term, then the logs are
// identical in all entries up through the given index.
func (c *checks) logMatching(servers []*Mirror, id lab.ServerID, m *Mirror, index raft.Index) *lab.Violation {
	c.judged[onLogMatching]++
	at := place{index, m.Log[index-1].Term}
	first, known := c.logs[at]
	if !known {
		c.logs[at] = origin{m.chain[index], m.Log[index-1], m.termAt(index - 1), id, c.event}
		return nil
	}
	if first.chain == m.chain[index] {
		return nil
	}
	other := servers[int(first.server)-1-c.first]
	for i := raft.Index(1); i <= index && i <= raft.Index(len(other.Log)); i++ {
		if other.chain[i] != m.chain[i] {
			sentence := lab.Say("log-matching.differ",
				"%v and %v both have an entry %d of term %d, but %v has %v where %v has %v",
				first.server, id, index, at.term,
				first.server, entryName(i, other.Log[i-1]), id, entryName(i, m.Log[i-1]))
			return logMatching.Broken(sentence, first.event, c.event)
		}
	}
	return logMatching.Broken(lab.Say("log-matching.before",
		"%v has %v after another log than %v had before the same entry",
		id, entryName(index, m.Log[index-1]), first.server), first.event, c.event)
}

// applied: State Machine Safety, if a server has applied an entry at an index, no other server will ever apply a
// different entry for the same index.
func (c *checks) applied(id lab.ServerID, m *Mirror, index raft.Index) *lab.Violation {
	c.judged[onStateMachineSafety]++
	if index > raft.Index(len(c.appliedAt)) {
		c.appliedAt = append(c.appliedAt, application{m.chain[index], m.Log[index-1], id, c.event})
		return nil
	}
	first := c.appliedAt[index-1]
	if first.chain == m.chain[index] {
		return nil
	}
	return stateMachineSafety.Broken(lab.Say("state-machine-safety.differ",
		"%v applied %v, but %v had applied %v",
		id, entryName(index, m.Log[index-1]), first.server, entryName(index, first.entry)), first.event, c.event)
}

// acknowledge records that a client was told its command is done. Durability: such an entry is committed, and from
// then on a majority of servers has it on their disks (§5.3); otherwise the answer came too early (§8).
func (c *checks) acknowledge(servers []*Mirror, id lab.ServerID, index raft.Index, what string) *lab.Violation {
	c.judged[onDurability]++
	if index < 1 || index > raft.Index(len(c.committed)) {
		return durability.Broken(lab.Say("durability.nothing-committed",
			"%v told a client that %s is done, at entry %d, but no server has committed an entry there",
			id, what, index), c.event)
	}
	if index > c.acknowledged.index {
		c.acknowledged = acknowledgement{index: index, server: id, event: c.event}
		c.noteConfiguration()
		return c.held(servers, 0)
	}
	return nil
}

// durable is called after a server has lost entries, in a restart or because a leader made it remove them.
func (c *checks) durable(servers []*Mirror, id lab.ServerID) *lab.Violation {
	c.judged[onDurability]++
	return c.held(servers, id)
}

// held: a majority has the last acknowledged entry, and so all entries before it. Lost is the server that has lost
// entries; 0 means that no server has, and a client has just been told.
func (c *checks) held(servers []*Mirror, lost lab.ServerID) *lab.Violation {
	last := c.acknowledged
	if last.index == 0 {
		return nil
	}
	holders := c.holders(servers, last.index, c.committed[last.index-1].chain)
	if c.isQuorum(servers, holders) {
		return nil
	}
	have := c.heldBy(servers, holders)
	entry := entryName(last.index, c.committed[last.index-1].entry)
	sentence := lab.Say("durability.too-early", "%v told a client that %v is done, but %v", last.server, entry, have)
	if lost > 0 {
		sentence = lab.Say("durability.lost", "%v told a client that %v is done, and now that %v has lost it %v",
			last.server, entry, lost, have)
	}
	return durability.Broken(sentence, last.event, c.event)
}

// holders are the servers that have an entry on their disks.
func (c *checks) holders(servers []*Mirror, index raft.Index, chain uint64) raft.NodeSet {
	var set raft.NodeSet
	for i, m := range servers {
		if m.hasOnDisk(index, chain) {
			set.Add(raft.NodeID(i + 1))
		}
	}
	return set
}

// heldBy says which of the servers that count have an entry: too few.
func (c *checks) heldBy(servers []*Mirror, holders raft.NodeSet) lab.Saying {
	counted := c.counted(servers)
	var names []lab.Saying
	for id := range (holders & counted).All() {
		names = append(names, lab.Plain(c.id(int(id)-1).String()))
	}
	switch len(names) {
	case 0:
		return lab.Say("durability.held-by-none", "no server has it")
	case 1:
		return lab.Say("durability.held-by-one", "only %v of %d servers has it", names[0], counted.Len())
	}
	return lab.Say("durability.held-by-some", "only %v of %d servers have it",
		lab.Join("durability.holders", " and ", names), counted.Len())
}

// entryName names an entry in a sentence: entry 2 of term 3 (put x 9).
func entryName(index raft.Index, e raft.Entry) lab.Saying {
	return lab.Say("entry", "entry %d of term %d (%s)", index, e.Term, entryText(e))
}

// chainSeed is the hash of the empty log.
const chainSeed = 14695981039346656037

// chainHash identifies a log that ends with entry e, given the hash before e. It is FNV-1a, finished after each
// entry so that short logs have hashes far apart.
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
