package node

import "raftlab/lab/paxos"

// acceptor is the acceptor of a slot, for the rules: the promise is the same in all slots.
func (n *Node) acceptor(number paxos.Slot) paxos.Acceptor {
	a := paxos.Acceptor{Promised: n.Promised}
	if number <= paxos.Slot(len(n.Slots)) {
		a.AcceptedAt, a.Value = n.Slots[number-1].At, n.Slots[number-1].Value
	}
	return a
}

func (n *Node) onPrepare(m paxos.Message, req paxos.Prepare) {
	if !n.accepts() || n.config.Multi {
		return
	}
	a := n.acceptor(m.Slot)
	reply := n.config.Rules.HandlePrepare(&a, req)
	n.Promised = a.Promised
	n.wantsToKnow()
	n.send(m.From, m.Slot, reply)
	if own := n.Proposer.Ballot; reply.Granted && own.Below(req.Ballot) {
		// What this acceptor has promised binds its own proposer, too: that ballot is at its end.
		n.onRefusal(own, req.Ballot)
	}
}

func (n *Node) onAccept(m paxos.Message, req paxos.Accept) {
	if !n.accepts() {
		return
	}
	a := n.acceptor(m.Slot)
	before := a
	reply := n.config.Rules.HandleAccept(&a, req)
	n.Promised = a.Promised
	if a.AcceptedAt != before.AcceptedAt || a.Value != before.Value {
		s := n.slot(m.Slot)
		s.At, s.Value = a.AcceptedAt, a.Value
		n.accepted.Add(m.Slot)
		n.changed.Add(m.Slot)
	}
	n.wantsToKnow()
	n.send(m.From, m.Slot, reply)
	if !reply.Granted {
		return
	}
	if n.config.Multi {
		n.heardLeader(m.From, req.Ballot)
	} else if !n.config.Notice {
		for id := range n.config.Learners.All() {
			if id != m.From {
				n.send(id, m.Slot, reply)
			}
		}
	}
}

// onPrepareAll answers for all slots from one on: each slot is an instance of its own, and they share the promise. Of
// the slots in which nothing was accepted there is nothing to report (§3).
func (n *Node) onPrepareAll(m paxos.Message, req paxos.PrepareAll) {
	if !n.accepts() || !n.config.Multi {
		return
	}
	all := paxos.Acceptor{Promised: n.Promised}
	promise := n.config.Rules.HandlePrepare(&all, paxos.Prepare(req))
	reply := paxos.PromiseAll{Ballot: req.Ballot, Granted: promise.Granted, Promised: promise.Promised}
	for number := m.Slot; promise.Granted && number <= paxos.Slot(len(n.Slots)); number++ {
		a := n.acceptor(number)
		if of := n.config.Rules.HandlePrepare(&a, paxos.Prepare(req)); of.AcceptedAt != (paxos.Ballot{}) {
			reply.Accepted = append(reply.Accepted, paxos.SlotAccepted{
				Slot: number, At: of.AcceptedAt, Value: of.Value,
			})
		}
	}
	n.Promised = all.Promised
	n.send(m.From, m.Slot, reply)
	if promise.Granted {
		n.heardLeader(m.From, req.Ballot)
	}
}
