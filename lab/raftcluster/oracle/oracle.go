package oracle

import (
	"errors"
	"slices"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
)

// The properties, by the lab's names.
const (
	ElectionSafety     = "election-safety"
	LeaderAppendOnly   = "leader-append-only"
	LogMatching        = "log-matching"
	LeaderCompleteness = "leader-completeness"
	StateMachineSafety = "state-machine-safety"
)

var (
	errGap    = errors.New("oracle: the log goes on where it has no end")
	errBeyond = errors.New("oracle: more is committed or applied than the log has")
)

// Oracle is the whole history of a cluster.
type Oracle struct {
	servers []server
	logs    [][]raft.Entry
	leaders []leader
	counted []counted
	applied []applied
}

// server is what is known of a server. A server that is down knows nothing but its log, and that may be less when it
// comes back.
type server struct {
	up bool
	raftcluster.View
	log []raft.Entry
}

// leader is an election, with the leader's log at that moment.
type leader struct {
	server lab.ServerID
	term   raft.Term
	log    []raft.Entry
}

// counted is a log that a server, in a term, counted as committed to its end.
type counted struct {
	term raft.Term
	log  []raft.Entry
}

type applied struct {
	index raft.Index
	entry raft.Entry
}

// New is the history of a cluster in which nothing has happened.
func New(servers int) *Oracle { return &Oracle{servers: make([]server, servers)} }

// Stopped says that a server crashed.
func (o *Oracle) Stopped(id lab.ServerID) { o.servers[id-1] = server{} }

// Observe adds a server's step, and returns the properties that do not hold any more. An error is a view that cannot
// be, in a server that contradicts itself; it is no part of the history.
func (o *Oracle) Observe(id lab.ServerID, view []byte) (broken []string, err error) {
	before, now := o.servers[id-1], server{up: true}
	if err := raftcluster.DecodeView(&now.View, slices.Clone(view)); err != nil {
		return nil, err
	}
	now.log = before.log
	if now.LogFrom > 0 {
		if int(now.LogFrom) > len(before.log)+1 {
			return nil, errGap
		}
		now.log = slices.Concat(before.log[:now.LogFrom-1], now.Entries)
	}
	if int(max(now.CommitIndex, now.LastApplied)) > len(now.log) {
		return nil, errBeyond
	}
	o.servers[id-1] = now
	note := func(holds bool, property string) {
		if !holds && !slices.Contains(broken, property) {
			broken = append(broken, property)
		}
	}
	note(o.appendsOnly(before, now), LeaderAppendOnly)
	note(o.matches(now), LogMatching)
	note(o.elects(id, now), ElectionSafety)
	note(o.completes(id, before, now), LeaderCompleteness)
	note(o.applies(before, now), StateMachineSafety)
	return broken, nil
}

// appendsOnly: a leader never overwrites or deletes entries in its log; it only appends new entries.
func (o *Oracle) appendsOnly(before, now server) bool {
	leads := before.Role == raft.Leader && now.Role == raft.Leader && before.CurrentTerm == now.CurrentTerm
	return !before.up || !leads || begins(now.log, before.log)
}

// matches: if two logs contain an entry with the same index and term, then the logs are identical in all entries up
// through the given index. Each log that ever was is compared with each other one.
func (o *Oracle) matches(now server) bool {
	known := func(old []raft.Entry) bool { return len(old) == len(now.log) && begins(old, now.log) }
	if slices.ContainsFunc(o.logs, known) {
		return true
	}
	defer func() { o.logs = append(o.logs, now.log) }()
	for _, old := range o.logs {
		for i := min(len(old), len(now.log)); i > 0; i-- {
			if old[i-1].Term == now.log[i-1].Term {
				if !begins(old, now.log[:i]) {
					return false
				}
				break // what is before was just compared
			}
		}
	}
	return true
}

// elects: at most one leader can be elected in a given term.
func (o *Oracle) elects(id lab.ServerID, now server) bool {
	return now.Role != raft.Leader || !slices.ContainsFunc(o.leaders, func(l leader) bool {
		return l.term == now.CurrentTerm && l.server != id
	})
}

// completes: if a log entry is committed in a given term, then that entry will be present in the logs of the leaders
// for all higher-numbered terms. Each leader is compared with each commitment.
func (o *Oracle) completes(id lab.ServerID, before, now server) bool {
	holds := true
	known := func(l leader) bool { return l.term == now.CurrentTerm && l.server == id }
	if now.Role == raft.Leader && !slices.ContainsFunc(o.leaders, known) {
		o.leaders = append(o.leaders, leader{id, now.CurrentTerm, now.log})
	}
	if now.CommitIndex > before.CommitIndex {
		o.counted = append(o.counted, counted{now.CurrentTerm, now.log[:now.CommitIndex]})
	}
	for _, l := range o.leaders {
		for _, c := range o.counted {
			holds = holds && (l.term <= c.term || begins(l.log, c.log))
		}
	}
	return holds
}

// applies: if a server has applied a log entry at a given index to its state machine, no other server will ever apply
// a different log entry for the same index.
func (o *Oracle) applies(before, now server) bool {
	holds := true
	for i := before.LastApplied + 1; i <= now.LastApplied; i++ {
		one := applied{i, now.log[i-1]}
		for _, other := range o.applied {
			holds = holds && (other.index != one.index || same(other.entry, one.entry))
		}
		o.applied = append(o.applied, one)
	}
	return holds
}

// begins reports whether a log begins with all entries of another.
func begins(log, with []raft.Entry) bool {
	return len(log) >= len(with) && slices.EqualFunc(log[:len(with)], with, same)
}

func same(a, b raft.Entry) bool {
	return a.Term == b.Term && a.Kind == b.Kind && string(a.Command) == string(b.Command)
}
