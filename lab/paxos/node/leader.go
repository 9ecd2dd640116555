package node

import (
	"slices"

	"raftlab/lab/paxos"
)

// promise is an acceptor's answer to PrepareAll.
type promise struct {
	from  paxos.NodeID
	reply paxos.PromiseAll
}

// Leads reports whether the server leads: it has a majority of promises for all slots that are not decided (§3).
func (n *Node) Leads() bool { return n.config.Multi && n.Proposer.Phase == paxos.Accepting }

// waitForLeader sets the timer that lets the server stand if it hears no leader. More is an additional time.
func (n *Node) waitForLeader(more paxos.Duration) {
	wait := n.config.LeaderLeast
	if spread := n.config.LeaderMost - n.config.LeaderLeast; spread > 0 {
		wait += paxos.Duration(n.draws.draw(uint64(spread) + 1))
	}
	n.leadAt = n.now.Add(wait + more)
}

// leaderTimer fires: a leader beats, and another server stands, or asks if it may not lead.
func (n *Node) leaderTimer() {
	switch {
	case n.Leads():
		n.beat()
	case n.proposes():
		n.stand()
	default:
		n.Leader = paxos.None
		n.ask()
		n.waitForLeader(0)
	}
}

// stand begins phase 1 for all slots from the first that it does not know (§3). Any proposer may do so, whatever it
// knows: the acceptors' reports make up for it.
func (n *Node) stand() {
	n.Leader = paxos.None
	req := n.config.Rules.NextBallot(&n.Proposer, paxos.Highest(n.Seen, n.Promised))
	n.promises = nil
	n.waitForLeader(0)
	n.sendAll(n.config.Acceptors, n.firstGap(), paxos.PrepareAll(req))
}

// stepDown ends a candidacy or a leadership.
func (n *Node) stepDown() {
	n.Proposer.Phase, n.promises = paxos.Idle, nil
	if n.Leader == n.config.ID {
		n.Leader = paxos.None
	}
	n.waitForLeader(n.backOff())
}

// heardLeader takes another server for the leader, unless a higher ballot was promised. A server that leads or stands
// in a lower ballot gives up.
func (n *Node) heardLeader(from paxos.NodeID, ballot paxos.Ballot) {
	if from == n.config.ID || ballot.Below(n.Promised) {
		return
	}
	if p := &n.Proposer; p.Ballot.Below(ballot) && (p.Phase == paxos.Preparing || p.Phase == paxos.Accepting) {
		n.Seen = paxos.Highest(n.Seen, ballot)
		n.stepDown()
	}
	n.waitForLeader(0)
}

func (n *Node) onPromiseAll(m paxos.Message, reply paxos.PromiseAll) {
	if !n.proposes() || !n.config.Multi {
		return
	}
	if !reply.Granted {
		n.onRefusal(reply.Ballot, reply.Promised)
		return
	}
	if n.Proposer.Phase != paxos.Preparing {
		return
	}
	n.promises = append(n.promises, promise{m.From, reply})
	of := paxos.Promise{Ballot: reply.Ballot, Granted: true, Promised: reply.Promised}
	if _, send := n.config.Rules.HandlePromise(&n.Proposer, m.From, of); send {
		n.lead()
	}
}

// lead ends phase 1: the new leader proposes what was reported, and fills gaps with no-ops.
func (n *Node) lead() {
	n.Leader, n.Refused = n.config.ID, 0
	from := n.firstGap()
	var reported []paxos.Slot
	for _, p := range n.promises {
		for _, a := range p.reply.Accepted {
			if a.Slot >= from {
				reported = append(reported, a.Slot)
			}
		}
	}
	for number := from; number <= paxos.Slot(len(n.Slots)); number++ {
		if n.Slots[number-1].Known() {
			reported = append(reported, number) // what lies below it is a gap, too
		}
	}
	slices.Sort(reported)
	reported = slices.Compact(reported)
	n.next = from
	if len(reported) > 0 {
		n.next = reported[len(reported)-1] + 1
	}
	for _, number := range n.config.Rules.SlotsToPropose(from, reported) {
		if number >= from && !n.slot(number).Known() {
			n.proposeAt(number, n.valueOf(number))
		}
	}
	n.beat()
}

// valueOf is what a new leader must propose in a slot: the rule for one slot, applied to what was reported of it.
func (n *Node) valueOf(number paxos.Slot) paxos.Value {
	p := n.Proposer
	p.Phase, p.Promises, p.Proposed = paxos.Preparing, 0, paxos.NoValue
	p.Best, p.BestValue, p.BestFrom = paxos.Ballot{}, paxos.NoValue, paxos.None
	for _, one := range n.promises {
		of := paxos.Promise{Ballot: one.reply.Ballot, Granted: true, Promised: one.reply.Promised}
		for _, a := range one.reply.Accepted {
			if a.Slot == number {
				of.AcceptedAt, of.Value = a.At, a.Value
			}
		}
		if req, send := n.config.Rules.HandlePromise(&p, one.from, of); send {
			return req.Value
		}
	}
	return paxos.NoOp
}

// proposeCommand takes a client's command: a leader puts it into its next slot.
func (n *Node) proposeCommand(in Propose) {
	if !n.Leads() {
		n.out.Answers = append(n.out.Answers, Answer{Request: in.Request, Leader: n.Leader})
		return
	}
	number, value := n.next, paxos.CommandValue(n.Proposer.Ballot, in.Value)
	n.next++
	n.commands = append(n.commands, command{number, value, in.Request})
	n.proposeAt(number, value)
}

// proposeAt is phase 2 of a slot.
func (n *Node) proposeAt(number paxos.Slot, v paxos.Value) {
	s := n.slot(number)
	s.Proposed, s.Ballot = v, n.Proposer.Ballot
	n.changed.Add(number)
	n.sendAll(n.config.Acceptors, number, paxos.Accept{Ballot: n.Proposer.Ballot, Value: v})
}

// beat says that the server leads, and proposes again what is not known to be chosen.
func (n *Node) beat() {
	n.leadAt = n.now.Add(n.config.Heartbeat)
	gap := n.firstGap()
	for number := gap; number < n.next; number++ {
		s := n.slot(number)
		if !s.Known() && s.Ballot == n.Proposer.Ballot {
			for id := range n.config.Acceptors.All() {
				n.send(id, number, paxos.Accept{Ballot: s.Ballot, Value: s.Proposed})
			}
		}
	}
	for id := paxos.NodeID(1); int(id) <= n.config.Servers; id++ {
		if id != n.config.ID {
			n.send(id, gap, paxos.Heartbeat{Ballot: n.Proposer.Ballot})
		}
	}
}

// onHeartbeat follows the leader, and asks for what it knows.
func (n *Node) onHeartbeat(m paxos.Message, body paxos.Heartbeat) {
	if !n.config.Multi || body.Ballot.Below(n.Promised) {
		return
	}
	n.heardLeader(m.From, body.Ballot)
	n.Leader = m.From
	if gap := n.firstGap(); gap < m.Slot {
		n.send(m.From, gap, paxos.Ask{})
	}
}

// apply carries out what may be carried out, and answers its clients.
func (n *Node) apply() {
	if !n.config.Multi {
		return
	}
	var known []paxos.Slot
	for number := n.Applied + 1; number <= paxos.Slot(len(n.Slots)); number++ {
		if n.Slots[number-1].Known() {
			known = append(known, number)
		}
	}
	if len(known) == 0 {
		return
	}
	for _, number := range n.config.Rules.ToApply(n.Applied, known) {
		value := n.slot(number).Learner.Chosen
		n.out.Apply = append(n.out.Apply, Applied{Slot: number, Value: value, Request: n.decided(number, value)})
		n.Applied = number
	}
}

// decided ends the waiting for a slot. It is the request whose command was chosen there, 0 for none. If another value
// was chosen, the command will never be carried out: it was proposed for this slot alone. Before that moment nobody
// knows, even if this server itself has proposed something else there in a later ballot.
func (n *Node) decided(number paxos.Slot, value paxos.Value) (request paxos.RequestID) {
	n.commands = slices.DeleteFunc(n.commands, func(c command) bool {
		switch {
		case c.slot != number:
			return false
		case c.value == value:
			request = c.request
		default:
			n.out.Answers = append(n.out.Answers, Answer{Request: c.request, Leader: n.Leader})
		}
		return true
	})
	return request
}
