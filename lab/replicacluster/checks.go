package replicacluster

import (
	"slices"

	"raftlab/lab"
	"raftlab/lab/replicas"
	"raftlab/lab/service"
)

// The properties. None of them holds for every kind under every fault: a scenario says which one breaks.
var (
	linearizable = lab.Check{ID: "linearizability", Name: "Linearizability", Section: "Herlihy and Wing, 1990"}
	kept         = lab.Check{ID: "acknowledged-kept", Name: "Acknowledged kept", Section: "what a client was told"}
	onePrimary   = lab.Check{ID: "one-primary", Name: "One primary an epoch", Section: "fencing"}
	deletesStay  = lab.Check{ID: "deletes-stay", Name: "Deletes stay deleted", Section: "tombstones"}
	atomic       = lab.Check{ID: "atomic-commitment", Name: "All decide alike", Section: "Gray, 1978; Skeen, 1981"}
	converges    = lab.Check{ID: "convergence", Name: "Convergence after healing", Section: "Dynamo, §4.7"}
)

// Checks lists the properties that mean something for the kind. The first ones are judged at every step,
// linearizability and convergence when a command asks for it.
func (c *Cluster) Checks() []lab.Check {
	switch {
	case c.setup.Kind.HasPrimary():
		return []lab.Check{kept, onePrimary, linearizable, converges}
	case c.setup.Kind.Leaderless():
		return []lab.Check{kept, deletesStay, linearizable, converges}
	}
	return []lab.Check{atomic, converges}
}

// Judged is how often each of Checks was judged, in that order.
func (c *Cluster) Judged() []uint64 {
	var list []uint64
	for _, check := range c.Checks() {
		list = append(list, c.checks.judged[place(check)])
	}
	return list
}

// place is a check's place among the counts.
func place(check lab.Check) int {
	all := []string{kept.ID, onePrimary.ID, deletesStay.ID, atomic.ID, linearizable.ID, converges.ID}
	return slices.Index(all, check.ID)
}

// checks is the past that the properties need.
type checks struct {
	judged [6]uint64
	// event is the trace line that is judged.
	event uint64
	// acknowledged are the writes that clients know to be done, in this order.
	acknowledged []acknowledged
	// tombstones are those that a server has shown, by server, and epochs the highest epoch of a command.
	tombstones []tombstone
	epoch      uint64
}

// acknowledged is a write that a client knows to be done: an entry of a primary, or a version of a key.
type acknowledged struct {
	text   string
	server lab.ServerID
	event  uint64
	entry  replicas.Entry
	key    string
	// version has no writer for an entry.
	version replicas.Versioned
}

type tombstone struct {
	server  lab.ServerID
	key     string
	version replicas.Versioned
}

// judge judges a step of a server.
func (c *Cluster) judge(id lab.ServerID, before, now *replicas.State) *lab.Violation {
	switch {
	case now.Kind.HasPrimary():
		c.checks.epoch = max(c.checks.epoch, now.Epoch)
		if now.Role == replicas.Primary && before.Role == replicas.Backup {
			c.seen[promoted]++
		}
		if v := c.judgeOnePrimary(id, now); v != nil {
			return v
		}
		return c.judgeHistory()
	case now.Kind.Leaderless():
		if v := c.judgeDeletes(id, now); v != nil {
			return v
		}
		return c.judgeVersions()
	}
	return c.judgeDecisions(id, now)
}

// judgeOnePrimary: no two servers that are up are primaries of one epoch.
func (c *Cluster) judgeOnePrimary(id lab.ServerID, now *replicas.State) *lab.Violation {
	c.checks.judged[place(onePrimary)]++
	if now.Role != replicas.Primary {
		return nil
	}
	for i, other := range c.servers {
		if lab.ServerID(i+1) != id && other.up && other.Role == replicas.Primary && other.Epoch == now.Epoch {
			return onePrimary.Broken(lab.Say("one-primary.two",
				"%v and S%d are both primaries of epoch %d: each takes writes that the other one does not know",
				id, i+1, now.Epoch), c.checks.event)
		}
	}
	return nil
}

// newest is the primary of the newest epoch, up or not; nil if nobody was one.
func (c *Cluster) newest() *Mirror {
	var best *Mirror
	for _, m := range c.servers {
		if m.Role == replicas.Primary && (best == nil || m.Epoch > best.Epoch) {
			best = m
		}
	}
	return best
}

// judgeHistory: the primary of the newest epoch has every write that a client knows to be done.
func (c *Cluster) judgeHistory() *lab.Violation {
	c.checks.judged[place(kept)]++
	primary := c.newest()
	if primary == nil {
		return nil
	}
	for _, a := range c.checks.acknowledged {
		if a.entry.Epoch > primary.Epoch {
			continue // the primary of that epoch is gone, and this one has not heard of it
		}
		if !slices.ContainsFunc(primary.Entries, a.entry.Same) {
			return kept.Broken(lab.Say("acknowledged-kept.history",
				"%v told a client that %q is done, and %v, the primary of epoch %d, does not have it",
				a.server, a.text, primary.ID, primary.Epoch), a.event, c.checks.event)
		}
	}
	return nil
}

// acknowledge records a write that a client knows to be done, and judges at once: the newest primary may lack it
// already.
func (c *Cluster) acknowledge(server lab.ServerID, request replicas.RequestID, op *service.Operation) *lab.Violation {
	a := acknowledged{text: commandText(op.Command.Encode()), server: server, event: c.checks.event}
	if c.setup.Kind.Leaderless() {
		i := slices.IndexFunc(c.written, func(w written) bool { return w.request == request })
		if i < 0 {
			return lab.Unsound(server, section, lab.Say("sound-server.no-version",
				"it says that %q is done, and has written no version for it", a.text))
		}
		c.written[i].acknowledged = true
		a.key, a.version = c.written[i].key, c.written[i].version
		if a.version.Deleted {
			return nil
		}
		c.checks.acknowledged = append(c.checks.acknowledged, a)
		return c.judgeVersions()
	}
	for _, m := range c.servers {
		i := slices.IndexFunc(m.Entries, func(e replicas.Entry) bool { return e.Request == request })
		if i >= 0 {
			a.entry = m.Entries[i]
			c.checks.acknowledged = append(c.checks.acknowledged, a)
			return c.judgeHistory()
		}
	}
	return kept.Broken(lab.Say("acknowledged-kept.nowhere",
		"%v told a client that %q is done, and no server has it", server, a.text), c.checks.event)
}

// covers reports whether a version stands for a write: it is the write, or includes it. Where all versions are
// ordered, a later one does, too: nobody can say that it did not come after.
func (c *Cluster) covers(v, write replicas.Versioned) bool {
	dot := write.Dot()
	if c.setup.Keep == replicas.ByOrder {
		return v.Same(write) || laterInOrder(write, v)
	}
	return v.Version.Count(dot.Node) >= dot.Count
}

// standsFor reports whether whoever has a version need not have a write. It is covers, but for any order of versions:
// rules may order those that did not know of each other as they like, and the judge does not know how.
func (c *Cluster) standsFor(v, write replicas.Versioned) bool {
	if c.setup.Keep == replicas.ByOrder {
		return !write.Replaces(v)
	}
	return c.covers(v, write)
}

// judgeVersions: some server has each write that a client knows to be done, or what includes it. A write that was
// deleted since need not stay.
func (c *Cluster) judgeVersions() *lab.Violation {
	c.checks.judged[place(kept)]++
	for i := 0; i < len(c.checks.acknowledged); i++ {
		a := c.checks.acknowledged[i]
		deleted := func(t tombstone) bool { return t.key == a.key && c.standsFor(t.version, a.version) }
		if slices.ContainsFunc(c.checks.tombstones, deleted) {
			c.checks.acknowledged = slices.Delete(slices.Clone(c.checks.acknowledged), i, i+1)
			i--
			continue
		}
		if !c.somewhere(a.key, a.version) {
			return kept.Broken(lab.Say("acknowledged-kept.versions",
				"%v told a client that %q is done, and no server has it any more, nor a version that includes it",
				a.server, a.text), a.event, c.checks.event)
		}
	}
	return nil
}

// somewhere reports whether a server has a write, or what includes it.
func (c *Cluster) somewhere(key string, write replicas.Versioned) bool {
	has := func(v replicas.Versioned) bool { return c.standsFor(v, write) }
	return slices.ContainsFunc(c.servers, func(m *Mirror) bool {
		if k := m.Of(key); k != nil && slices.ContainsFunc(k.Versions, has) {
			return true
		}
		return slices.ContainsFunc(m.Hints, func(h replicas.Hint) bool { return h.Key == key && has(h.Version) })
	})
}

// judgeDeletes: a server that has had a tombstone shows nothing that the tombstone includes.
func (c *Cluster) judgeDeletes(id lab.ServerID, now *replicas.State) *lab.Violation {
	c.checks.judged[place(deletesStay)]++
	for _, op := range now.Operations {
		for _, v := range op.Spread {
			if v.Deleted && v.Writer == now.ID && c.setup.N >= int(id) {
				c.addTombstone(tombstone{id, op.Key, v}) // it may be forgotten in the step that wrote it
			}
		}
	}
	for _, k := range now.Keys {
		for _, v := range k.Versions {
			if v.Deleted {
				c.addTombstone(tombstone{id, k.Name, v})
				continue
			}
			for _, t := range c.checks.tombstones {
				if t.server == id && t.key == k.Name && t.version.Version.Includes(v.Version) {
					return deletesStay.Broken(lab.Say("deletes-stay.back",
						"%v had deleted %s, and has it again: %v", id, k.Name, v), c.checks.event)
				}
			}
		}
	}
	return nil
}

func (c *Cluster) addTombstone(t tombstone) {
	known := func(o tombstone) bool { return o.server == t.server && o.key == t.key && o.version.Same(t.version) }
	if !slices.ContainsFunc(c.checks.tombstones, known) {
		c.checks.tombstones = append(c.checks.tombstones, t)
	}
}

// judgeDecisions: no server commits what another one aborts.
func (c *Cluster) judgeDecisions(id lab.ServerID, now *replicas.State) *lab.Violation {
	c.checks.judged[place(atomic)]++
	for _, t := range now.Transactions {
		for i, m := range c.servers {
			other := m.Transaction(t.ID)
			if other == nil || !t.Phase.Decided() || !other.Phase.Decided() || other.Phase == t.Phase {
				continue
			}
			return atomic.Broken(lab.Say("atomic-commitment.differ", "%v has %v transaction %d (%s), and S%d has %v it",
				id, t.Phase, t.ID, commandText(t.Command), i+1, other.Phase), c.checks.event)
		}
	}
	return nil
}
