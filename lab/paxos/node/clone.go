package node

import (
	"slices"

	"raftlab/lab/paxos"
	"raftlab/raft/wire"
)

// Clone is a second server that continues exactly as this one. The two share no memory that either of them changes.
func (n *Node) Clone() *Node {
	c := *n
	draws := *n.draws
	c.draws = &draws
	c.out, c.local = Output{}, nil
	c.Slots = slices.Clone(n.Slots)
	for i := range c.Slots {
		c.Slots[i].Learner.Heard = slices.Clone(c.Slots[i].Learner.Heard)
	}
	c.requests, c.promises = slices.Clone(n.requests), slices.Clone(n.promises)
	c.commands = slices.Clone(n.commands)
	c.changed, c.accepted = slices.Clone(n.changed), slices.Clone(n.accepted)
	return &c
}

// AppendState appends everything that decides the server's actions, except times and what chance will bring: which of
// its timers run is in it.
func (n *Node) AppendState(b []byte) []byte {
	b = paxos.AppendBallot(paxos.AppendBallot(paxos.AppendBallot(b, n.Promised), n.Seen), n.saved.Used)
	b = appendProposer(b, &n.Proposer)
	b = wire.AppendUint(wire.AppendUint(b, uint64(n.Leader)), uint64(n.Applied))
	b = wire.AppendUint(wire.AppendUint(b, uint64(n.Refused)), uint64(n.next))
	for _, at := range [...]paxos.Time{n.retryAt, n.askAt, n.leadAt} {
		b = wire.AppendBool(b, at != 0)
	}
	b = wire.AppendUint(b, uint64(len(n.Slots)))
	for i := range n.Slots {
		s := &n.Slots[i]
		b = paxos.AppendValue(paxos.AppendBallot(b, s.At), s.Value)
		b = paxos.AppendValue(paxos.AppendBallot(b, s.Ballot), s.Proposed)
		b = appendLearner(b, &s.Learner)
	}
	b = wire.AppendUint(b, uint64(len(n.requests)))
	for _, request := range n.requests {
		b = wire.AppendUint(b, uint64(request))
	}
	b = wire.AppendUint(b, uint64(len(n.commands)))
	for _, c := range n.commands {
		b = paxos.AppendValue(wire.AppendUint(wire.AppendUint(b, uint64(c.slot)), uint64(c.request)), c.value)
	}
	b = wire.AppendUint(b, uint64(len(n.promises)))
	for _, p := range n.promises {
		m := paxos.Message{From: p.from, To: n.config.ID, Slot: 1, Body: p.reply}
		b = paxos.AppendMessage(b, m)
	}
	return b
}

func appendProposer(b []byte, p *paxos.Proposer) []byte {
	b = paxos.AppendBallot(append(b, byte(p.Phase)), p.Ballot)
	b = paxos.AppendValue(wire.AppendUint(b, uint64(p.Promises)), p.Wish)
	b = paxos.AppendValue(paxos.AppendBallot(b, p.Best), p.BestValue)
	return paxos.AppendValue(wire.AppendUint(b, uint64(p.BestFrom)), p.Proposed)
}

func appendLearner(b []byte, l *paxos.Learner) []byte {
	b = wire.AppendUint(paxos.AppendValue(b, l.Chosen), uint64(len(l.Heard)))
	for _, t := range l.Heard {
		b = wire.AppendUint(paxos.AppendValue(paxos.AppendBallot(b, t.Ballot), t.Value), uint64(t.From))
	}
	return b
}
