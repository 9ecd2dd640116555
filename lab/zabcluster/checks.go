package zabcluster

import (
	"bytes"
	"slices"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/zab"
)

// linearizable is what clients may rely on: writes, and reads that are brought up to date first, seem to happen at
// one moment between their invocation and their answer.
var linearizable = lab.Check{ID: "linearizability", Name: "Linearizability", Section: "ZooKeeper, Guarantees"}

// The properties of the paper's §2 and of its proof, and a promise to clients: no acknowledged write is lost.
var (
	integrity    = lab.Check{ID: "integrity", Name: "Integrity", Section: "the paper, §2"}
	totalOrder   = lab.Check{ID: "total-order", Name: "Total Order", Section: "the paper, §2"}
	agreement    = lab.Check{ID: "agreement", Name: "Agreement", Section: "the paper, §2"}
	primaryOrder = lab.Check{ID: "primary-order", Name: "Primary Order", Section: "the paper, §2"}
	oneLeader    = lab.Check{ID: "one-leader", Name: "One leader an epoch", Section: "the paper, phase 1"}
	inheritance  = lab.Check{ID: "inheritance", Name: "Leaders know the past", Section: "the paper, phase 2"}
	epochsRise   = lab.Check{ID: "epochs", Name: "Epochs never fall", Section: "the paper, phases 1 and 2"}
	durability   = lab.Check{ID: "durability", Name: "Durability", Section: "the paper, phase 3"}
)

// Checks lists the properties that every step is judged by.
func Checks() []lab.Check {
	return []lab.Check{
		integrity, totalOrder, agreement, primaryOrder, oneLeader, inheritance, epochsRise, durability,
	}
}

// The places of the checks in Checks, by which the judgements are counted.
const (
	onIntegrity = iota
	onTotalOrder
	onAgreement
	onPrimaryOrder
	onOneLeader
	onInheritance
	onEpochs
	onDurability
	checkKinds
)

// Checks lists the properties that every step is judged by.
func (c *Cluster) Checks() []lab.Check { return Checks() }

// Asked lists the properties that are judged only when a command asks for it.
func (c *Cluster) Asked() []lab.Check { return []lab.Check{linearizable, progress} }

// Judged is how often each of Checks was judged, in that order.
func (c *Cluster) Judged() []uint64 { return slices.Clone(c.checks.judged[:]) }

// checks judges each step by its changes.
type checks struct {
	voters zab.NodeSet
	// event is the trace line of the step being judged: a later violation names it.
	event uint64
	// proposed are the transactions that a leader made, by rising zxid.
	proposed []proposal
	// order is what was delivered, in the order in which every server delivers.
	order []ordered
	// leaders are the established leaders, by rising epoch.
	leaders []leadership
	// acknowledged is the last transaction whose client has the answer, 0 for none.
	acknowledged zab.Zxid
	by           lab.ServerID
	ackEvent     uint64
	judged       [checkKinds]uint64
}

// proposal is a transaction as its leader made it, with the zxid before it in that leader's history.
type proposal struct {
	txn    zab.Txn
	before zab.Zxid
	server lab.ServerID
	event  uint64
}

// ordered is a delivered transaction, with the lowest current epoch of a server at that moment.
type ordered struct {
	txn    zab.Txn
	epoch  zab.Epoch
	server lab.ServerID
	event  uint64
}

// leadership is an established leader, with the history that it began with. Server 0 is of before the story.
type leadership struct {
	epoch   zab.Epoch
	server  lab.ServerID
	event   uint64
	history zab.History
}

func newChecks(voters zab.NodeSet) checks { return checks{voters: voters} }

// epochs: neither epoch of a server ever falls, and it is in no epoch that it has not accepted.
func (c *checks) epochs(id lab.ServerID, before, now *View) *lab.Violation {
	c.judged[onEpochs]++
	switch {
	case now.AcceptedEpoch < before.AcceptedEpoch:
		return epochsRise.Broken(lab.Say("zab.epochs.accepted", "the acceptedEpoch of %v falls from %d to %d",
			id, before.AcceptedEpoch, now.AcceptedEpoch), c.event)
	case now.CurrentEpoch < before.CurrentEpoch:
		return epochsRise.Broken(lab.Say("zab.epochs.current", "the currentEpoch of %v falls from %d to %d",
			id, before.CurrentEpoch, now.CurrentEpoch), c.event)
	case now.CurrentEpoch > now.AcceptedEpoch:
		return epochsRise.Broken(lab.Say("zab.epochs.ahead", "%v is in epoch %d, and has accepted no epoch after %d",
			id, now.CurrentEpoch, now.AcceptedEpoch), c.event)
	}
	return nil
}

// propose records what a leader added to its history in its own epoch. A leader that lost power while it saved may
// have it on its disk, though nobody saw it: then it shows when the server boots.
func (c *checks) propose(id lab.ServerID, m *Mirror, booted bool) {
	h := &m.History
	for i := m.Kept; i < len(h.Txns); i++ {
		t, before := h.Txns[i], h.Base.Zxid
		if i > 0 {
			before = h.Txns[i-1].Zxid
		}
		led := booted && slices.ContainsFunc(c.leaders, func(l leadership) bool {
			return l.epoch == t.Zxid.Epoch() && l.server == id
		})
		if led || m.Leads != nil && t.Zxid.Epoch() == m.Leads.Epoch {
			c.addProposal(proposal{t, before, id, c.event})
		}
	}
}

func (c *checks) addProposal(p proposal) {
	if at, known := c.findProposal(p.txn.Zxid); !known {
		c.proposed = slices.Insert(c.proposed, at, p)
	}
}

func (c *checks) findProposal(z zab.Zxid) (at int, known bool) {
	return slices.BinarySearchFunc(c.proposed, z, func(p proposal, z zab.Zxid) int {
		switch {
		case p.txn.Zxid < z:
			return -1
		case p.txn.Zxid > z:
			return 1
		}
		return 0
	})
}

func same(a, b zab.Txn) bool { return a.Zxid == b.Zxid && bytes.Equal(a.Data, b.Data) }

func txnName(t zab.Txn) lab.Saying {
	return lab.Say("zab.txn", "%v (%s)", t.Zxid, service.CommandText(t.Data))
}

// delivered judges that a server delivers the next transaction of the order that all share.
func (c *checks) delivered(id lab.ServerID, m *Mirror, t zab.Txn) *lab.Violation {
	c.judged[onIntegrity]++
	at, known := c.findProposal(t.Zxid)
	if !known || !same(c.proposed[at].txn, t) {
		return integrity.Broken(lab.Say("zab.integrity.unknown",
			"%v delivers %v, which no leader has proposed", id, txnName(t)), c.event)
	}
	return c.deliveredAt(m.Position, id, m, t)
}

// deliveredAt judges a transaction at a place of the order.
func (c *checks) deliveredAt(position int, id lab.ServerID, m *Mirror, t zab.Txn) *lab.Violation {
	c.judged[onTotalOrder]++
	if position < len(c.order) {
		return c.deliveredBefore(position, id, m, t)
	}
	if violation := c.primary(id, t); violation != nil {
		return violation
	}
	c.order = append(c.order, ordered{t, m.CurrentEpoch, id, c.event})
	return c.inherited(len(c.order) - 1)
}

// deliveredBefore judges a transaction at a place where another server has delivered one.
func (c *checks) deliveredBefore(position int, id lab.ServerID, m *Mirror, t zab.Txn) *lab.Violation {
	first := &c.order[position]
	if first.txn.Zxid != t.Zxid {
		c.judged[onAgreement]++
		if c.place(t.Zxid) >= 0 {
			return totalOrder.Broken(lab.Say("zab.total-order.other", "%v delivers %v where %v delivered %v",
				id, txnName(t), whoever(first.server), txnName(first.txn)), first.event, c.event)
		}
		return agreement.Broken(lab.Say("zab.agreement.other", "%v delivers %v where %v delivered %v",
			id, txnName(t), whoever(first.server), txnName(first.txn)), first.event, c.event)
	}
	c.judged[onAgreement]++
	if m.CurrentEpoch < first.epoch {
		first.epoch, first.event, first.server = m.CurrentEpoch, c.event, id
		return c.inherited(position)
	}
	return nil
}

// primary: the transactions of a leader are delivered in its order, without a gap, and those of a later leader after
// them.
func (c *checks) primary(id lab.ServerID, t zab.Txn) *lab.Violation {
	c.judged[onPrimaryOrder]++
	last := zab.Zxid(0)
	if len(c.order) > 0 {
		last = c.order[len(c.order)-1].txn.Zxid
	}
	next := t.Zxid.Epoch() == last.Epoch() && t.Zxid.Counter() == last.Counter()+1
	first := t.Zxid.Epoch() > last.Epoch() && t.Zxid.Counter() == 1
	if next || first {
		return nil
	}
	evidence := []uint64{c.event}
	if len(c.order) > 0 {
		evidence = []uint64{c.order[len(c.order)-1].event, c.event}
	}
	return primaryOrder.Broken(lab.Say("zab.primary-order.gap", "%v delivers %v after %v, which is not next in the "+
		"order "+
		"in which the leaders proposed", id, txnName(t), last), evidence...)
}

// restored is the place in the order behind a snapshot. A leader that was not established may have sent it, and then
// a server delivers transactions with it that nobody has delivered: they are what the leaders proposed before its
// end.
func (c *checks) restored(id lab.ServerID, m *Mirror) (position int, _ *lab.Violation) {
	c.judged[onAgreement]++
	base := m.History.Base.Zxid
	var between []zab.Txn
	z := base
	for z != 0 {
		if at := c.place(z); at >= 0 {
			position = at + 1
			break
		}
		at, known := c.findProposal(z)
		if !known {
			return 0, integrity.Broken(lab.Say("zab.integrity.snapshot",
				"%v takes over a snapshot up to %v, and no leader has proposed %v", id, base, z), c.event)
		}
		between, z = append(between, c.proposed[at].txn), c.proposed[at].before
	}
	slices.Reverse(between)
	for _, t := range between {
		if violation := c.deliveredAt(position, id, m, t); violation != nil {
			return 0, violation
		}
		position++
	}
	return position, nil
}

// place is where a transaction is in the order, -1 if it is not.
func (c *checks) place(z zab.Zxid) int {
	return slices.IndexFunc(c.order, func(o ordered) bool { return o.txn.Zxid == z })
}

// established judges a leader that begins to serve.
func (c *checks) established(id lab.ServerID, m *Mirror) *lab.Violation {
	c.judged[onOneLeader]++
	epoch := m.Leads.Epoch
	at := slices.IndexFunc(c.leaders, func(l leadership) bool { return l.epoch >= epoch })
	if at < 0 {
		at = len(c.leaders)
	}
	if at < len(c.leaders) && c.leaders[at].epoch == epoch {
		if other := c.leaders[at]; other.server != id {
			return oneLeader.Broken(lab.Say("zab.one-leader.two", "%v and %v are both established as leaders of "+
				"epoch %d", whoever(other.server), id, epoch), other.event, c.event)
		}
		return nil
	}
	history := m.History.Clone()
	history.Truncate(zab.MakeZxid(epoch, 0))
	c.leaders = slices.Insert(slices.Clone(c.leaders), at, leadership{epoch, id, c.event, history})
	for i := range c.order {
		if violation := c.inherits(c.leaders[at], i); violation != nil {
			return violation
		}
	}
	return nil
}

// whoever names a server. What a scenario says was there before it began has none.
func whoever(id lab.ServerID) lab.Saying {
	if id == 0 {
		return lab.Say("zab.given.server", "a server before this run")
	}
	return lab.Plain(id.String())
}

// inherited judges a delivered transaction by all leaders of later epochs: each must have begun with it.
func (c *checks) inherited(place int) *lab.Violation {
	for _, l := range c.leaders {
		if violation := c.inherits(l, place); violation != nil {
			return violation
		}
	}
	return nil
}

func (c *checks) inherits(l leadership, place int) *lab.Violation {
	c.judged[onInheritance]++
	o := c.order[place]
	if l.epoch <= o.epoch || o.txn.Zxid <= l.history.Base.Zxid {
		return nil
	}
	if at := l.history.Find(o.txn.Zxid); at >= 0 && same(l.history.Txns[at], o.txn) {
		return nil
	}
	return inheritance.Broken(lab.Say("zab.inheritance.lacks", "%v was delivered by %v in epoch %d, and the leader of "+
		"epoch %d, %v, began without it", txnName(o.txn), whoever(o.server), o.epoch, l.epoch, whoever(l.server)),
		o.event, l.event)
}

// acknowledge records that a client was told its write is done. Durability: a quorum has it on the disks from then
// on.
func (c *checks) acknowledge(servers []*Mirror, id lab.ServerID, z zab.Zxid, what string) *lab.Violation {
	c.judged[onDurability]++
	if c.place(z) < 0 {
		return durability.Broken(lab.Say("zab.durability.nothing-delivered",
			"%v told a client that %s is done, as %v, but no server has delivered that", id, what, z), c.event)
	}
	if z > c.acknowledged {
		c.acknowledged, c.by, c.ackEvent = z, id, c.event
		return c.held(servers, 0)
	}
	return nil
}

// durable is called after a server has lost transactions, in a restart or because a leader made it remove them.
func (c *checks) durable(servers []*Mirror, id lab.ServerID) *lab.Violation {
	c.judged[onDurability]++
	return c.held(servers, id)
}

// held: a quorum has the last acknowledged transaction. Lost is the server that has lost some, 0 for none.
func (c *checks) held(servers []*Mirror, lost lab.ServerID) *lab.Violation {
	if c.acknowledged == 0 {
		return nil
	}
	var names []lab.Saying
	for i, m := range servers {
		if c.voters.Has(zab.NodeID(i+1)) && m.hasOnDisk(c.acknowledged) {
			names = append(names, lab.Plain(lab.ServerID(i+1).String()))
		}
	}
	if 2*len(names) > c.voters.Len() {
		return nil
	}
	have := lab.Say("zab.durability.held-by-none", "no server that counts has it on its disk")
	if len(names) > 0 {
		have = lab.Say("zab.durability.held-by-some", "of %d servers that count only %v has it on its disk",
			c.voters.Len(), lab.Join("zab.durability.holders", " and ", names))
	}
	if lost > 0 {
		return durability.Broken(lab.Say("zab.durability.lost", "%v told a client that %v is done, and now that %v "+
			"has "+
			"lost it %v", c.by, c.acknowledged, lost, have), c.ackEvent, c.event)
	}
	return durability.Broken(lab.Say("zab.durability.too-early", "%v told a client that %v is done, but %v",
		c.by, c.acknowledged, have), c.ackEvent, c.event)
}

// hasOnDisk reports whether a server has a transaction on its disk, alone or in its snapshot.
func (m *Mirror) hasOnDisk(z zab.Zxid) bool {
	if z <= m.History.Base.Zxid {
		return true
	}
	at := m.History.Find(z)
	return at >= 0 && at < len(m.History.Txns)-m.Unsaved
}

// readInTime: a read that was brought up to date sees all that was acknowledged before it.
func readInTime(id lab.ServerID, at, floor zab.Zxid, what string) *lab.Violation {
	if at >= floor {
		return nil
	}
	return linearizable.Broken(lab.Say("zab.linearizability.old-read",
		"%v answered %s with what was delivered up to %v, but %v was acknowledged before the "+
			"read", id, what, at, floor))
}
