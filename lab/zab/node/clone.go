package node

import (
	"slices"

	"raftlab/lab/zab"
	"raftlab/raft/wire"
)

// Clone is a second Node that continues exactly as this one. The two share no memory that either of them changes.
func (n *Node) Clone() *Node {
	c := *n
	c.out = Output{}
	c.Election.Use(&c.config.Rules)
	c.Election.Votes = slices.Clone(n.Election.Votes)
	c.Election.Outside = slices.Clone(n.Election.Outside)
	c.Self.History = n.Self.History.Clone()
	c.Self.Unsaved = slices.Clone(n.Self.Unsaved)
	if n.Follows != nil {
		f := *n.Follows
		f.early, f.reads = slices.Clone(f.early), slices.Clone(f.reads)
		f.snapshot = slices.Clone(f.snapshot)
		c.Follows = &f
	}
	if n.Leads != nil {
		l := *n.Leads
		l.Use(&c.config.Rules)
		l.Outstanding, l.waiting = slices.Clone(l.Outstanding), slices.Clone(l.waiting)
		l.reads, l.Learners = slices.Clone(l.reads), slices.Clone(l.Learners)
		for i := range l.Learners {
			l.Learners[i].early = slices.Clone(l.Learners[i].early)
		}
		c.Leads = &l
	}
	return &c
}

// AppendState appends all that decides the Node's actions, except times. Of what its disk holds too, it appends the
// end: equal disks have equal histories.
func (n *Node) AppendState(b []byte) []byte {
	e := &n.Election
	b = append(b, byte(e.Standing), byte(n.Phase), byte(n.Leader))
	b = wire.AppendUint(wire.AppendUint(b, uint64(e.Round)), n.connections)
	b = zab.AppendVote(zab.AppendVote(b, e.Own), e.Vote)
	b = zab.AppendBox(zab.AppendBox(b, e.Votes), e.Outside)
	b = append(b, byte(n.wait.elected))
	b = wire.AppendUint(wire.AppendUint(b, uint64(n.DeliveredTo)), uint64(n.Self.History.Last()))
	b = wire.AppendUint(wire.AppendUint(b, uint64(n.Self.Epoch)), uint64(n.Self.CurrentEpoch))
	b = zab.AppendTxns(b, n.Self.Unsaved)
	b = wire.AppendUint(wire.AppendUint(b, n.Boot), uint64(n.AcceptedEpoch))
	b = wire.AppendBool(wire.AppendBool(b, n.Follows != nil), n.Leads != nil)
	if n.Follows != nil {
		b = n.Follows.appendState(b)
	}
	if n.Leads != nil {
		b = n.Leads.appendState(b)
	}
	return b
}

func (c *Connection) appendState(b []byte) []byte {
	b = wire.AppendUint(wire.AppendUint(b, c.Number), c.accepted)
	b = wire.AppendUint(wire.AppendUint(b, c.sent), c.taken)
	b = wire.AppendUint(b, uint64(len(c.early)))
	for _, m := range c.early {
		b = wire.AppendBytes(b, zab.AppendMessage(nil, m))
	}
	return b
}

func (f *Follows) appendState(b []byte) []byte {
	b = f.Connection.appendState(b)
	b = wire.AppendBytes(wire.AppendBool(b, f.InEpoch), f.snapshot)
	for _, request := range f.reads {
		b = wire.AppendUint(b, uint64(request))
	}
	return b
}

func (l *Leads) appendState(b []byte) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(l.Epoch)), uint64(l.Committed))
	b = wire.AppendUint(wire.AppendUint(b, uint64(l.NewLeaderAcks)), uint64(l.EpochAcks))
	b = wire.AppendBool(wire.AppendBool(b, l.Established), l.HasEpoch)
	b = wire.AppendUint(wire.AppendUint(b, uint64(l.counter)), l.beat)
	b = wire.AppendUint(b, uint64(len(l.Outstanding)))
	for _, p := range l.Outstanding {
		b = wire.AppendUint(wire.AppendUint(b, uint64(p.Zxid)), uint64(p.Acks))
	}
	b = wire.AppendUint(b, uint64(len(l.waiting)))
	for _, w := range l.waiting {
		b = wire.AppendUint(wire.AppendUint(b, uint64(w.zxid)), uint64(w.request))
	}
	b = wire.AppendUint(b, uint64(len(l.reads)))
	for _, r := range l.reads {
		b = wire.AppendUint(wire.AppendUint(append(b, byte(r.from)), uint64(r.request)), uint64(r.zxid))
		b = wire.AppendUint(b, r.beat)
	}
	b = wire.AppendUint(b, uint64(len(l.Learners)))
	for i := range l.Learners {
		one := &l.Learners[i]
		b = one.Connection.appendState(append(b, byte(one.ID), byte(one.Stage)))
		b = wire.AppendUint(wire.AppendUint(b, uint64(one.Accepted)), one.beat)
		b = wire.AppendUint(wire.AppendUint(b, uint64(one.last)), uint64(one.base))
		b = wire.AppendUint(b, uint64(one.current))
	}
	return b
}
