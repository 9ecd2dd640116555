package raftcluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/raft"
)

// snapshotEquivalence is what a snapshot must be: the same as the entries in whose place it stands.
var snapshotEquivalence = lab.Check{
	ID: "snapshot-equivalence", Name: "Snapshot Equivalence", Section: "§7",
}

// lastShown is the log that a server showed before a step, and whether it has booted since.
type lastShown struct {
	log    []raft.Entry
	booted bool
}

// takeInstalled gives a mirror the entries in whose place a snapshot stands, when its server has got one from the
// leader or from its disk. A server with a snapshot has every entry up to its base, though it cannot show them any
// more: they are those that were committed. So all other checks look at whole logs.
func (c *Cluster) takeInstalled(w *lab.World, id lab.ServerID, m *Mirror, v *View, last lastShown) *lab.Violation {
	s := v.Snapshots
	if !s.Installed {
		return nil
	}
	checks := c.checksOf(id)
	from := "from=disk"
	if !last.booted {
		from = "from=" + v.Leader.String()
		c.seen[snapshotInstalled]++
	}
	details := []string{
		"index=" + number(s.Meta.LastIndex), "term=" + number(s.Meta.LastTerm), fmt.Sprintf("bytes=%d", s.Size), from,
	}
	if removed := raft.Index(len(m.Log)) - kept(m, v); removed > 0 {
		details = append(details, "removed="+number(removed))
	}
	w.Line(id, "install", details...)
	checks.event = w.Trace.Event()
	log := checks.upTo(s.Base, last.log)
	if log == nil {
		return snapshotEquivalence.Broken(lab.Say("snapshot-equivalence.not-committed",
			"%v has a snapshot up to entry %d, and no server has committed entry %d", id, s.Base, s.Base), checks.event)
	}
	if s.Base > 0 && log[s.Base-1].Term != s.BaseTerm {
		return snapshotEquivalence.Broken(lab.Say("snapshot-equivalence.term",
			"%v has a snapshot up to entry %d of term %d, but %v was committed there", id, s.Base, s.BaseTerm,
			entryName(s.Base, log[s.Base-1])), checks.event)
	}
	m.Log, m.chain = log, m.chain[:1:1]
	for i, entry := range log {
		m.chain = append(m.chain, chainHash(m.chain[i], entry))
	}
	return nil
}

// kept is the index up to which a mirror's log stays when its server installs a snapshot.
func kept(m *Mirror, v *View) raft.Index {
	last := raft.Index(len(m.Log))
	if v.LastIndex > v.Snapshots.Base {
		return min(last, v.LastIndex)
	}
	return min(last, v.Snapshots.Base)
}

// upTo is the committed history up to an index. The last of it may have been committed by a server that lost its power
// before it could show it: then it is in that server's own log. Nil is a history that does not reach so far.
func (c *checks) upTo(index raft.Index, own []raft.Entry) []raft.Entry {
	log := make([]raft.Entry, 0, index)
	for i := raft.Index(1); i <= index; i++ {
		switch {
		case i <= raft.Index(len(c.committed)):
			log = append(log, c.committed[i-1].entry)
		case i <= raft.Index(len(own)):
			log = append(log, own[i-1])
		default:
			return nil
		}
	}
	return log
}

// takeSnapshot writes a snapshot that a server has taken, and checks that it says what it includes.
func (c *Cluster) takeSnapshot(w *lab.World, id lab.ServerID, m *Mirror, v *View) *lab.Violation {
	old, now := m.Snapshots, v.Snapshots
	if now.Base > raft.Index(len(m.Log)) {
		return lab.Unsound(id, section, lab.Say("sound-server.base",
			"its log begins after entry %d, and it has shown %d entries", now.Base, len(m.Log)))
	}
	if now.Installed || now.Meta.LastIndex == 0 || now.Meta == old.Meta && now.Base == old.Base {
		return nil
	}
	checks := c.checksOf(id)
	if now.Meta != old.Meta {
		w.Line(id, "snapshot", "index="+number(now.Meta.LastIndex), "term="+number(now.Meta.LastTerm),
			fmt.Sprintf("bytes=%d", now.Size))
		checks.event = w.Trace.Event()
		c.seen[snapshotTaken]++
		checks.judged[onSnapshotEquivalence]++
		if now.Meta.LastIndex != v.LastApplied {
			return snapshotEquivalence.Broken(lab.Say("snapshot-equivalence.label",
				"%v took a snapshot of what entries 1 to %d give, and says that it includes entries 1 to %d",
				id, v.LastApplied, now.Meta.LastIndex), checks.event)
		}
		if term := m.termAt(now.Meta.LastIndex); now.Meta.LastTerm != term {
			return snapshotEquivalence.Broken(lab.Say("snapshot-equivalence.label-term",
				"%v took a snapshot up to entry %d, and says that the entry is of term %d, but it is of term %d",
				id, now.Meta.LastIndex, now.Meta.LastTerm, term), checks.event)
		}
		if violation := c.labelledConfiguration(id, m, now.Meta); violation != nil {
			return violation
		}
	}
	if now.Base > old.Base {
		w.Line(id, "compact", "base="+number(now.Base), "term="+number(now.BaseTerm),
			"removed="+number(now.Base-old.Base))
	}
	return nil
}

// labelledConfiguration checks that a snapshot holds the configuration as of its last entry, neither an older nor a
// later one: a server that gets it would count other servers than those that committed these entries.
func (c *Cluster) labelledConfiguration(id lab.ServerID, m *Mirror, meta raft.SnapshotMeta) *lab.Violation {
	if !c.setup.Membership.On {
		return nil
	}
	want, _ := latestOf(m.Log[:min(meta.LastIndex, raft.Index(len(m.Log)))], c.first())
	if meta.Configuration == want {
		return nil
	}
	return snapshotEquivalence.Broken(lab.Say("snapshot-equivalence.configuration",
		"%v took a snapshot up to entry %d with the configuration %v, but as of that entry it is %v",
		id, meta.LastIndex, meta.Configuration, want), c.checksOf(id).event)
}

// takeRestored follows a state machine that was replaced by a snapshot: it must be what the entries give.
func (c *Cluster) takeRestored(id lab.ServerID, m *Mirror, from raft.Index) *lab.Violation {
	checks := c.checksOf(id)
	for i := from + 1; i <= m.Snapshots.Base; i++ {
		if violation := checks.applied(id, m, i); violation != nil {
			return violation
		}
		m.replay(checks, i)
	}
	checks.judged[onSnapshotEquivalence]++
	if m.LastApplied != m.Snapshots.Base {
		return nil // more was applied in the same step, and that is judged as ever
	}
	if m.Store.Hash() != m.StoreHash {
		return snapshotEquivalence.Broken(lab.Say("snapshot-equivalence.store",
			"%v has installed a snapshot up to entry %d, but its store does not hold what entries 1 to %d give",
			id, m.Snapshots.Base, m.Snapshots.Base), checks.event)
	}
	if m.sessions != nil && m.sessions.table.Hash() != m.SessionsHash {
		return snapshotEquivalence.Broken(lab.Say("snapshot-equivalence.sessions",
			"%v has installed a snapshot up to entry %d, but its table of sessions is not what entries 1 to %d give: "+
				"it would answer a copy differently", id, m.Snapshots.Base, m.Snapshots.Base), checks.event)
	}
	return nil
}

// replay applies the entry at an index to a mirror, without a line: its server did not apply it, or not now.
func (m *Mirror) replay(checks *checks, index raft.Index) {
	entry := m.Log[index-1]
	if entry.Kind != raft.Command {
		return
	}
	result := m.sessions.apply(m.Store, entry.Command, index)
	if n, err := kv.DecodeNumbered(entry.Command); err == nil && checks.once != nil && !n.Opens() {
		checks.once.carry(n, carried{index, result, checks.event})
	}
}
